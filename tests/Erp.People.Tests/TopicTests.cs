using System.Net;
using Erp.Contracts;
using Erp.ServiceDefaults.Auth;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.People.Tests;

/// <summary>A service that knows people, on the embedded Kafka.</summary>
public sealed class TopicTests : IAsyncLifetime
{
    private readonly EmbeddedKafkaCluster _kafka = new();

    public ValueTask InitializeAsync() => _kafka.InitializeAsync();

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();

    [Fact]
    public async Task It_is_ready_when_everybody_was_published_and_not_before()
    {
        await EmployeeChanges.ChangedAsync(_kafka, 1);
        await using var service = await StartAsync();
        await KnowsAsync(service, 1);
        using var probe = service.AsService();
        var waiting = await probe.GetAsync("/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, waiting.StatusCode);
        Assert.Contains(
            "does not say that everybody is in it", await waiting.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);

        await EmployeeChanges.PublishedAsync(_kafka, 1);
        await ReadyAsync(service);
    }

    [Fact]
    public async Task A_company_without_people_is_complete()
    {
        await EmployeeChanges.PublishedAsync(_kafka);
        await using var service = await StartAsync();
        await ReadyAsync(service);
    }

    [Fact]
    public async Task A_topic_that_lost_some_is_not_complete_until_they_are_back()
    {
        await EmployeeChanges.ChangedAsync(_kafka, 1);
        await EmployeeChanges.PublishedAsync(_kafka, 2);
        await using var service = await StartAsync();
        using var probe = service.AsService();
        await Eventually.GetAsync(
            async () => await (await probe.GetAsync("/health")).Content.ReadAsStringAsync(),
            health => health.Contains("has lost some of 2", StringComparison.Ordinal));
        await EmployeeChanges.ChangedAsync(_kafka, 2);
        await EmployeeChanges.PublishedAsync(_kafka, 2);
        await ReadyAsync(service);
    }

    [Fact]
    public async Task What_cannot_be_read_is_passed_over()
    {
        await EmployeeChanges.PublishAsync(_kafka, "1", nameof(EmployeeChanged), new { employeeId = "one" });
        await EmployeeChanges.ChangedAsync(_kafka, 1);
        await EmployeeChanges.PublishedAsync(_kafka, 1);
        await using var service = await StartAsync();
        await ReadyAsync(service);
        Assert.NotNull(View(service).Find(1));
    }

    [Fact]
    public async Task Who_has_left_is_refused_with_a_problem_and_a_former_role_gives_no_rights()
    {
        await EmployeeChanges.ChangedAsync(_kafka, 1, "HR", active: false, version: 2);
        await EmployeeChanges.ChangedAsync(_kafka, 2, "STAFF", version: 2);
        await EmployeeChanges.ChangedAsync(_kafka, 3, "HR");
        await EmployeeChanges.PublishedAsync(_kafka, 3);
        await using var service = await StartAsync();
        await ReadyAsync(service);

        var left = await service.As(1, Role.Hr).GetAsync("/hr");
        Assert.Equal(HttpStatusCode.Unauthorized, left.StatusCode);
        Assert.Equal("employee_inactive", await BadInput.AssertProblemAsync(left));
        Assert.Equal(HttpStatusCode.Forbidden, (await service.As(2, Role.Hr).GetAsync("/hr")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.As(3, Role.Hr).GetAsync("/hr")).StatusCode);
        // The lesser of both: a token that says less than somebody is now gives less.
        Assert.Equal(HttpStatusCode.Forbidden, (await service.As(3, Role.Staff).GetAsync("/hr")).StatusCode);
        // Nobody knows them: the first one of an empty company.
        Assert.Equal(HttpStatusCode.OK, (await service.As(9, Role.Hr).GetAsync("/hr")).StatusCode);
        // A probe needs nobody who is still there.
        Assert.Equal(HttpStatusCode.OK, (await service.As(1, Role.Hr).GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Brokers_that_come_back_are_read_from_the_beginning()
    {
        await EmployeeChanges.PublishedAsync(_kafka);
        await using var service = await StartAsync();
        await ReadyAsync(service);
        var readings = 0;
        View(service).Progressed += () => Interlocked.Increment(ref readings);
        _kafka.Down();
        await Eventually.TrueAsync(
            () => service.Log.Lines.Any(l => l.Contains("no broker answers", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/health")).StatusCode);
        _kafka.Up();
        await Eventually.TrueAsync(() => readings >= 1, TimeSpan.FromSeconds(30));
        await EmployeeChanges.ChangedAsync(_kafka, 5, version: 2);
        await KnowsAsync(service, 5);
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        b => b.AddPeople(),
        app => app.MapGet("/hr", () => "yes").RequireAuthorization(Policies.Hr),
        ("ConnectionStrings:kafka", _kafka.BootstrapServers));

    private static PeopleView View(TestService service) => service.Services.GetRequiredService<PeopleView>();

    private static Task KnowsAsync(TestService service, long id) =>
        Eventually.TrueAsync(() => View(service).Find(id) is not null, TimeSpan.FromSeconds(30));

    private static Task ReadyAsync(TestService service) => Eventually.TrueAsync(
        async () => (await service.Http.GetAsync("/health")).IsSuccessStatusCode, TimeSpan.FromSeconds(30));
}
