using System.Text.Json.Nodes;
using Erp.Employee.Mail;
using Erp.Employee.Outbox;
using Erp.Employee.Tests.Support;
using Erp.People;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Employee.Tests.Mail;

[Collection(EmployeeTests.Name)]
public sealed class MailPreferenceTests(EmployeeFixture erp)
{
    private static Task<JsonObject> SetAsync(Support.Person person, params string[] types) =>
        person.Client.PutAsync($"/employees/{person.Id}/mail-preferences", new { types }).OkAsync();

    private static string[] Types(JsonObject answer) => [.. answer["types"]!.AsArray().Select(t => (string)t!)];

    [Fact]
    public async Task Nobody_gets_mail_who_did_not_ask_for_it()
    {
        var person = await erp.HireAsync();
        Assert.Empty(Types(await person.Client.GetAsync($"/employees/{person.Id}/mail-preferences").OkAsync()));
        Assert.Empty(await SetAsync(person) is { } none ? Types(none) : ["?"]);
    }

    [Fact]
    public async Task What_somebody_wants_is_kept_and_told_without_the_address()
    {
        var person = await erp.HireAsync();
        Assert.Equal(
            ["APPROVAL_STUCK", "LEAVE_REQUESTED"], Types(await SetAsync(person, "LEAVE_REQUESTED", "APPROVAL_STUCK")));
        await SetAsync(person, "APPROVAL_STUCK", "LEAVE_REQUESTED");
        Assert.Equal(2, (int)(await erp.Hr.GetAsync($"/employees/{person.Id}").OkAsync())["version"]!);
        await using var other = erp.Replica();
        var view = other.Services.GetRequiredService<PeopleView>();
        await Eventually.TrueAsync(() => view.Find(person.Id)?.MailTypes?.Count == 2);
        Assert.Equal(["APPROVAL_STUCK", "LEAVE_REQUESTED"], view.Find(person.Id)!.MailTypes!);
        await SetAsync(person);
        Assert.Null(erp.App.Services.GetRequiredService<PeopleView>().Find(person.Id)!.MailTypes);
    }

    [Fact]
    public void Everything_that_this_service_tells_can_be_had_by_mail() =>
        Assert.Subset(Enum.GetNames<MailType>().ToHashSet(), Enum.GetNames<NotificationType>().ToHashSet());

    [Fact]
    public async Task A_service_learns_the_address_of_who_is_here()
    {
        var person = await erp.HireAsync();
        await SetAsync(person, "ANNOUNCEMENT");
        var address = await erp.Service.GetAsync($"/employees/{person.Id}/mail-address").OkAsync();
        Assert.Equal(["ANNOUNCEMENT"], Types(address));
        Assert.EndsWith("@example.com", (string)address["email"]!, StringComparison.Ordinal);
        await erp.Hr.DeleteAsync($"/employees/{person.Id}");
        Assert.Null((await erp.Service.GetAsync($"/employees/{person.Id}/mail-address").OkAsync())["email"]);
        await erp.Hr.PutAsync($"/employees/{person.Id}/mail-preferences", new { types = Array.Empty<string>() })
            .RefusedAsync(409, "employee_inactive");
        await erp.Service.GetAsync("/employees/99999999/mail-address").RefusedAsync(404, "employee_not_found");
    }

    [Theory]
    [InlineData("""{"types":["ANNOUNCEMENT","ANNOUNCEMENT"]}""", "validation_failed")]
    [InlineData("""{"types":["announcement"]}""", "wrong_type")]
    [InlineData("""{"types":["SOMETHING"]}""", "wrong_type")]
    [InlineData("""{"types":[null]}""", "wrong_type")]
    [InlineData("""{"types":[1]}""", "wrong_type")]
    public async Task Types_that_there_are_not_or_twice_are_refused(string body, string code)
    {
        var person = await erp.HireAsync();
        await person.Client.PutAsync($"/employees/{person.Id}/mail-preferences", JsonNode.Parse(body))
            .RefusedAsync(400, code);
    }
}
