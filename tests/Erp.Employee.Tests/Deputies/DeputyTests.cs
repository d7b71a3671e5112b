using System.Net;
using Erp.Employee.Tests.Support;
using Erp.People;
using Microsoft.Extensions.DependencyInjection;
using Person = Erp.Employee.Tests.Support.Person;

namespace Erp.Employee.Tests.Deputies;

[Collection(EmployeeTests.Name)]
public sealed class DeputyTests(EmployeeFixture erp)
{
    private static readonly DateOnly _first = new(2090, 1, 1);

    private static string Of(Person person) => $"/employees/{person.Id}/deputy";

    // Days are counted from one that is always to come.
    private static Task<HttpResponseMessage> Name(Person person, Person deputy, int from = 0, int until = 9) =>
        person.Client.PutAsync(
            Of(person), new { deputyId = deputy.Id, from = _first.AddDays(from), until = _first.AddDays(until) });

    private Task<Person> HireAsync() => erp.HireAsync();

    private PeopleView View => erp.App.Services.GetRequiredService<PeopleView>();

    private long? DecidesFor(Person person, int day = 0) => View.DeputyOf(person.Id, _first.AddDays(day))?.Id;

    [Fact]
    public async Task A_deputy_decides_from_the_first_day_to_the_last_and_is_known_at_once()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        var named = await Name(person, deputy).OkAsync();
        Assert.Equal((deputy.Id, "2090-01-01", "2090-01-10", true), (
            (long)named["deputyId"]!, (string)named["from"]!, (string)named["until"]!, (bool)named["active"]!));
        Assert.Equal(named.ToJsonString(), (await person.Client.GetAsync(Of(person)).OkAsync()).ToJsonString());
        Assert.Equal(
            [null, deputy.Id, deputy.Id, null], new[] { -1, 0, 9, 10 }.Select(day => DecidesFor(person, day)));
    }

    [Fact]
    public async Task Naming_and_removing_is_a_change_of_the_employee_and_doing_it_again_is_none()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        async Task<int> VersionAsync() =>
            (int)(await erp.Hr.GetAsync($"/employees/{person.Id}").OkAsync())["version"]!;
        await Name(person, deputy).OkAsync();
        await Name(person, deputy).OkAsync();
        Assert.Equal(2, await VersionAsync());
        Assert.Equal(HttpStatusCode.NoContent, (await person.Client.DeleteAsync(Of(person))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await person.Client.DeleteAsync(Of(person))).StatusCode);
        Assert.Equal(3, await VersionAsync());
        Assert.Null(DecidesFor(person));
        await person.Client.GetAsync(Of(person)).RefusedAsync(404, "no_deputy");
    }

    [Fact]
    public async Task Every_service_hears_of_a_deputy_through_the_topic()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        await using var other = erp.Replica();
        await Name(person, deputy).OkAsync();
        var view = other.Services.GetRequiredService<PeopleView>();
        await Eventually.TrueAsync(() => view.DeputyOf(person.Id, _first)?.Id == deputy.Id);
    }

    [Fact]
    public async Task Only_somebody_else_who_works_here_can_be_a_deputy()
    {
        var (person, left) = (await HireAsync(), await HireAsync());
        await erp.Hr.DeleteAsync($"/employees/{left.Id}");
        await Name(person, person).RefusedAsync(422, "self_deputy");
        await Name(person, left).RefusedAsync(422, "deputy_inactive");
        await Name(person, left with { Id = 99_999_999 }).RefusedAsync(422, "deputy_inactive");
        await Name(left with { Client = erp.Hr }, person).RefusedAsync(409, "employee_inactive");
        await Name(new(99_999_999, "", erp.Hr), person).RefusedAsync(404, "employee_not_found");
    }

    [Fact]
    public async Task A_deputy_who_leaves_decides_no_more()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        await Name(person, deputy).OkAsync();
        await erp.Hr.DeleteAsync($"/employees/{deputy.Id}");
        Assert.Null(DecidesFor(person));
        Assert.False((bool)(await person.Client.GetAsync(Of(person)).OkAsync())["active"]!);
    }

    [Fact]
    public async Task Days_that_are_over_or_end_before_they_begin_are_refused()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        Task<HttpResponseMessage> Put(string from, string until) =>
            person.Client.PutAsync(Of(person), new { deputyId = deputy.Id, from, until });
        await Put("2090-01-02", "2090-01-01").RefusedAsync(400, "validation_failed");
        await Put("2000-01-01", "2000-01-02").RefusedAsync(422, "deputy_until_past");
        await Put("1999-12-31", "2090-01-01").RefusedAsync(400, "validation_failed");
        await Put("2090-01-01", "2101-01-01").RefusedAsync(400, "validation_failed");
        await Put("2090-02-30", "2090-03-01").RefusedAsync(400, "wrong_type");
        var today = DateOnly.FromDateTime(erp.Time.Now.ToOffset(TimeSpan.FromHours(9)).DateTime);
        await Put("2000-01-01", $"{today:O}").OkAsync();
        await Put($"{today:O}", $"{today:O}").OkAsync();
    }

    [Fact]
    public async Task A_deputy_whose_days_are_over_is_none()
    {
        var (person, deputy) = (await HireAsync(), await HireAsync());
        var today = DateOnly.FromDateTime(erp.Time.Now.ToOffset(TimeSpan.FromHours(9)).DateTime);
        await person.Client.PutAsync(Of(person), new { deputyId = deputy.Id, from = today, until = today }).OkAsync();
        var before = erp.Time.Now;
        try
        {
            erp.Time.Now = before.AddDays(1);
            await person.Client.GetAsync(Of(person)).RefusedAsync(404, "no_deputy");
        }
        finally
        {
            erp.Time.Now = before;
        }
    }

    [Fact]
    public async Task A_deputy_who_is_away_as_well_passes_it_on_but_never_in_a_circle_of_the_same_days()
    {
        var (a, b, c) = (await HireAsync(), await HireAsync(), await HireAsync());
        await Name(a, b).OkAsync();
        await Name(b, c, from: 5).OkAsync();
        Assert.Equal([b.Id, c.Id], new[] { 4, 5 }.Select(day => DecidesFor(a, day)));

        await Name(b, a).RefusedAsync(409, "deputy_circle");
        await Name(c, a, from: 9, until: 20).RefusedAsync(409, "deputy_circle");
        await Name(c, a, from: 0, until: 5).RefusedAsync(409, "deputy_circle");
        // While b is here, nothing comes back to c.
        await Name(c, a, from: 0, until: 4).OkAsync();
        await Name(c, a, from: 10, until: 20).OkAsync();
    }

    [Fact]
    public async Task Of_three_who_name_each_other_at_once_one_is_refused()
    {
        Person[] people = [await HireAsync(), await HireAsync(), await HireAsync()];
        var statuses = await Calls.AtOnceAsync(3, i => Name(people[i], people[(i + 1) % 3]));
        Assert.Equal([200, 200, 409], statuses.Order());
    }
}
