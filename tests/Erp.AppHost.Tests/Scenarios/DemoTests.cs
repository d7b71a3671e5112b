using Aspire.Hosting.ApplicationModel;
using Erp.AppHost.Tests.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>A fresh application that is asked for demonstration data.</summary>
public sealed class DemoApplication : ErpApplication
{
    protected override string Kafka => "embedded";

    protected override IEnumerable<string> Arguments => ["--Demo=true"];
}

/// <summary>Demonstration data and the commands of the dashboard's menu, by their names and arguments as every client gives them.</summary>
public sealed class DemoTests(DemoApplication app) : IClassFixture<DemoApplication>
{
    [Fact]
    public async Task Demonstration_data_come_at_the_start_go_by_command_and_come_again_by_command()
    {
        await AssertDemonstrationAsync();

        var forgotten = await app.ExecuteAsync("erp", "forget-data");
        Assert.True(forgotten.Success, forgotten.Message);
        Assert.Empty(await PeopleAsync());
        Assert.Empty((await Person.GetAsync(Person.Hr(app).Approvals, "/approvals"))["items"]!.AsArray());

        var started = await app.ExecuteAsync("demo-data", KnownResourceCommands.StartCommand);
        Assert.True(started.Success, started.Message);
        await AssertDemonstrationAsync();
    }

    [Fact]
    public async Task A_token_is_made_for_an_employee_in_a_role()
    {
        var made = await app.ExecuteAsync("erp", "token", ("employee", "1000000"), ("role", "HR"));
        Assert.True(made.Success, made.Message);
        var employees = app.Client("employee-service", made.Data!.Value);
        (await employees.GetAsync("/employees")).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("0", "HR")]
    [InlineData("-1", "HR")]
    [InlineData("1.5", "HR")]
    [InlineData("9223372036854775808", "HR")]
    [InlineData("1", "BOSS")]
    public async Task A_token_for_nobody_is_refused(string employee, string role)
    {
        var made = await app.ExecuteAsync("erp", "token", ("employee", employee), ("role", role));
        Assert.False(made.Success);
        Assert.Null(made.Data);
    }

    [Theory]
    [InlineData("approval-request-service", "dead letters back to approval-results")]
    [InlineData("notification-service", "dead letters back to approval-notifications")]
    [InlineData("employee-service", "dead messages back to the outbox")]
    public async Task Dead_letters_are_replayed_beside_a_running_service(string service, string said)
    {
        var replayed = await app.ExecuteAsync(service, "replay-dead-letters");
        Assert.True(replayed.Success, $"{replayed.Message}\n{replayed.Data?.Value}");
        Assert.Contains(said, replayed.Data!.Value, StringComparison.Ordinal);
    }

    private async Task AssertDemonstrationAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var end = await app.App.ResourceNotifications.WaitForResourceAsync("demo-data",
            e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text) && e.Snapshot.ExitCode is not null, patience.Token);
        Assert.True(end.Snapshot.ExitCode == 0, await app.LogsAsync("demo-data"));

        var people = await PeopleAsync();
        Assert.Equal(40, people.Count);
        Assert.Equal(4, people.Select(p => p!["department"]!.GetValue<string>()).Distinct().Count());
        foreach (var status in (string[])["in_progress", "approved", "rejected", "cancelled"])
            Assert.NotEmpty((await Person.GetAsync(Person.Hr(app).Approvals, $"/approvals?status={status}"))["items"]!.AsArray());
    }

    private async Task<System.Text.Json.Nodes.JsonArray> PeopleAsync() =>
        (await Person.GetAsync(Person.Hr(app).Employees, "/employees?limit=200"))["items"]!.AsArray();
}
