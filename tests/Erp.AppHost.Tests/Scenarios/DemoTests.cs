using System.Text;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Confluent.Kafka;
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
    [InlineData("approval-request-service", "approval-results")]
    [InlineData("approval-processing-service", "approval-requests")]
    [InlineData("notification-service", "approval-notifications")]
    [InlineData("employee-service", "notifications")]
    public async Task Dead_letters_are_listed_replayed_and_dropped(string service, string of)
    {
        var listed = await app.ExecuteAsync(service, "dead-letters-list");
        Assert.True(listed.Success, listed.Message);
        Assert.NotNull(JsonNode.Parse(listed.Data!.Value)!["items"]);
        foreach (var command in (string[])["dead-letters-replay", "dead-letters-drop"])
        {
            var moved = await app.ExecuteAsync(
                service, command, ("of", of), ("until", "2000-01-01T00:00:00Z"), ("count", "5"));
            Assert.True(moved.Success, moved.Message);
            Assert.Equal(0, (int)JsonNode.Parse(moved.Data!.Value)!["count"]!);
            (string, string, string)[] mistakes = [("x", "", ""), (of, "soon", ""), (of, "", "0")];
            foreach (var (topic, until, count) in mistakes)
                Assert.False((await app.ExecuteAsync(
                    service, command, ("of", topic), ("until", until), ("count", count))).Success);
        }
    }

    [Fact]
    public async Task A_command_of_a_service_with_two_replicas_is_done_once()
    {
        (string, string)[] oldest =
            [("of", "approval-notifications"), ("until", "2001-01-01T00:00:00Z"), ("count", "1")];
        var config = new ProducerConfig { BootstrapServers = await app.App.GetConnectionStringAsync("kafka") };
        using var producer = new ProducerBuilder<string, string>(config).Build();
        var time = Encoding.UTF8.GetBytes("2000-06-01T00:00:00Z");
        for (var n = 0; n < 2; n++)
            await producer.ProduceAsync("approval-notifications.dlq", new()
            {
                Key = "1", Value = "{}", Headers = new() { { "dlq-time", time } },
            });
        foreach (var dropped in (int[])[1, 1, 0])
        {
            var moved = await app.ExecuteAsync("notification-service", "dead-letters-drop", oldest);
            Assert.True(moved.Success, moved.Message);
            Assert.Equal(dropped, (int)JsonNode.Parse(moved.Data!.Value)!["count"]!);
        }
    }

    private async Task AssertDemonstrationAsync()
    {
        await app.DemonstrationEndedAsync();
        // Other tests make data in this application as well.
        var people =
            (await PeopleAsync()).Where(p => p["email"]!.GetValue<string>().EndsWith("@demo.example")).ToList();
        Assert.Equal(40, people.Count);
        Assert.Equal(4, people.Select(p => p["department"]!.GetValue<string>()).Distinct().Count());
        Assert.Contains(people, p => p["name"]!.GetValue<string>().Any(letter => letter is >= '가' and <= '힣'));
        var holidays = await Person.GetAsync(Person.Hr(app).Employees, "/holidays");
        Assert.NotEmpty(holidays["items"]!.AsArray());
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
