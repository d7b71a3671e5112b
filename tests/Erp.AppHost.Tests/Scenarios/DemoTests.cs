using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Erp.Testing.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>Demonstration data and the commands of the dashboard's menu, by their names and arguments as every client
/// gives them.</summary>
[Collection(OnEmbeddedKafka.Name)]
public sealed class DemoTests(EmbeddedKafkaApplication app)
{
    [Fact]
    public async Task Demonstration_data_come_at_the_start_go_by_command_and_come_again_by_command()
    {
        await AssertDemonstrationAsync();

        var forgotten = await app.ExecuteAsync("erp", "forget-data");
        Assert.True(forgotten.Success, forgotten.Message);
        Assert.Empty(await PeopleAsync());
        Assert.Empty(await ApprovalsAsync());

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
        await app.DemonstrationEndedAsync();
        // Other tests make data in this application as well.
        var people =
            (await PeopleAsync()).Where(p => p["email"]!.GetValue<string>().EndsWith("@demo.example")).ToList();
        Assert.Equal(40, people.Count);
        Assert.Equal(4, people.Select(p => p["department"]!.GetValue<string>()).Distinct().Count());
        var approver = people.Single(p => p["role"]!.GetValue<string>() == "HR")["id"];
        foreach (var status in (string[])["in_progress", "approved", "rejected", "cancelled"])
            Assert.NotEmpty(await ApprovalsAsync($"?status={status}&approverId={approver}"));
    }

    private Task<List<JsonNode>> PeopleAsync() => AllAsync(Person.Hr(app).Employees, "/employees?limit=200");

    private Task<List<JsonNode>> ApprovalsAsync(string query = "") =>
        AllAsync(Person.Hr(app).Approvals, $"/approvals{query}");

    private static async Task<List<JsonNode>> AllAsync(HttpClient client, string path) =>
        [.. (await Person.GetAsync(client, path))["items"]!.AsArray().OfType<JsonNode>()];
}
