using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Erp.Messaging;
using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Cli.Tests;

/// <summary><c>erp dlq</c> against a service that runs.</summary>
public sealed class DlqTests(EmbeddedKafkaCluster kafka) : IClassFixture<EmbeddedKafkaCluster>, IAsyncLifetime
{
    private readonly string _topic = "t-" + Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _handled = new();
    private TestService _service = null!;

    public async ValueTask InitializeAsync()
    {
        kafka.CreateTopic(_topic);
        kafka.CreateTopic(_topic + ".dlq");
        _service = await TestService.StartAsync(
            b =>
            {
                b.Services.AddSingleton(_handled);
                b.AddKafkaTopics(new KafkaTopic(_topic, _topic + ".dlq", Partitions: 3));
                b.AddKafkaConsumer<Handler>(_topic, "group");
            },
            app => app.MapDeadLetters(), ("ConnectionStrings:kafka", kafka.BootstrapServers));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_letter_is_listed_and_shown_as_a_table_and_as_JSON()
    {
        await DieAsync("7 [red]", hours: 5);
        var table = await ErpAsync("list", _topic);
        Assert.Equal(0, table.ExitCode);
        foreach (var shown in (string[])[_topic, "Ping", "7 [red]", "it is broken"])
            Assert.Contains(shown, table.Output, StringComparison.Ordinal);

        var letter = Assert.Single(JsonNode.Parse((await ErpAsync("list", "--json")).Output)!["items"]!.AsArray())!;
        Assert.Equal("it is broken", (string)letter["reason"]!);
        var id = (string)letter["id"]!;
        var shownOne = await ErpAsync("show", _topic, id);
        foreach (var shown in (string[])["payload of 7 [red]", "header dlq-reason", id])
            Assert.Contains(shown, shownOne.Output, StringComparison.Ordinal);
        var detail = JsonNode.Parse((await ErpAsync("show", _topic, id, "--json")).Output)!;
        Assert.Equal("payload of 7 [red]", (string)detail["payload"]!);
        (await ErpAsync("show", _topic, "0-99999")).AssertRefused("No dead letter of");
    }

    [Fact]
    public async Task Bounds_are_numbers_ages_and_instants()
    {
        for (var hours = 5; hours >= 1; hours--) await DieAsync($"{hours}", hours);
        Assert.Equal(["5", "4"], await ListedAsync("--until", "210m"));
        Assert.Equal(["2", "1"], await ListedAsync("--since", "9000s"));
        Assert.Equal(["5", "4", "3"], await ListedAsync("--count", "3"));

        var replayed = await ErpAsync("replay", _topic, "--until", "3h", "--count", "2");
        Assert.Equal($"2 dead letters of {_topic} sent back; 3 wait.", replayed.Output.Trim());
        await Eventually.TrueAsync(() => _handled.Order().SequenceEqual(["payload of 4", "payload of 5"]));
        var until = DateTimeOffset.UtcNow.AddHours(-2).AddMinutes(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var dropped = await ErpAsync("drop", _topic, "--until", until, "--yes");
        Assert.Equal($"2 dead letters of {_topic} dropped; 1 wait.", dropped.Output.Trim());
        Assert.Equal(["1"], await ListedAsync());
        Assert.Equal(0, (await ErpAsync("replay", _topic)).ExitCode);
        Assert.Contains("No dead letters wait.", (await ErpAsync("list")).Output, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => _handled.Count == 3);
    }

    [Fact]
    public async Task A_part_is_named()
    {
        await DieAsync("1", hours: 1, (MessageHeaders.DeadLetterLength, "5000000"));
        var replayed = await ErpAsync("replay", _topic);
        Assert.Contains($"0 dead letters of {_topic} sent back; 1 wait.", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("Only a part was kept of these", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_dropped_where_nobody_can_be_asked()
    {
        await DieAsync("1", hours: 1);
        (await ErpAsync("drop", _topic)).AssertRefused("nobody can be asked here: say --yes");
        Assert.Equal(["1"], await ListedAsync());
    }

    [Fact]
    public async Task Mistakes_are_one_line_that_helps()
    {
        foreach (var how in (string[][])[["list"], ["show"], ["replay"], ["drop"]])
            (await ErpAsync([.. how, "nothing", .. how[0] == "show" ? ["0-0"] : Array.Empty<string>()]))
                .AssertRefused($"erp: there are no dead letters of 'nothing', but of {_topic}.");
        (await ErpAsync("replay", _topic, "--until", "soon")).AssertRefused("--until must be an instant like");
        (await ErpAsync("replay", _topic, "--until", "1999-12-31")).AssertRefused("--until must be an instant like");
        (await ErpAsync("replay", _topic, "--until", "999999d")).AssertRefused("--until must be an instant like");
        (await ErpAsync("replay", _topic, "--count", "0")).AssertRefused("--count must be from 1 to 1000000");
        (await ErpAsync("list", "--count", "201")).AssertRefused("--count must be from 1 to 200");
        (await ErpProgram.RunAsync(
            ["dlq", "list", "--url", _service.Address.ToString()],
            ("ERP_SIGNING_KEY", "another-key-of-a-sufficient-length-0123456789abcdef")))
            .AssertRefused("does not know the key of this token: set ERP_SIGNING_KEY");
        (await ErpProgram.RunAsync(
            ["dlq", "list", "--url", $"http://127.0.0.1:{FreePort.Next()}"], ("ERP_SIGNING_KEY", TestService.Key)))
            .AssertRefused("erp: nothing answers at http://127.0.0.1:");
        (await ErpProgram.RunAsync(["dlq", "list", "--url", "localhost"], ("ERP_SIGNING_KEY", TestService.Key)))
            .AssertRefused("--url must be an address like http://localhost:8081, not 'localhost'");
    }

    private async Task<IEnumerable<string>> ListedAsync(params string[] options)
    {
        var list = await ErpAsync(["list", _topic, "--json", .. options]);
        Assert.True(list.ExitCode == 0, list.Error);
        return JsonNode.Parse(list.Output)!["items"]!.AsArray().Select(l => (string)l!["key"]!).ToList();
    }

    private Task<ErpProgram.Result> ErpAsync(params string[] arguments) => ErpProgram.RunAsync(
        ["dlq", .. arguments, "--url", _service.Address.ToString()], ("ERP_SIGNING_KEY", TestService.Key));

    private async Task DieAsync(string key, int hours, params (string Name, string Value)[] headers)
    {
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers };
        using var producer = new ProducerBuilder<string, string>(config).Build();
        var all = new Headers();
        foreach (var (name, value) in ((string, string)[])
        [
            (MessageHeaders.Id, $"id-{key}"), (MessageHeaders.Type, "Ping"),
            (MessageHeaders.DeadLetterReason, "it is broken"),
            (MessageHeaders.DeadLetterTime, $"{DateTimeOffset.UtcNow.AddHours(-hours):o}"), .. headers,
        ])
            all.Add(name, Encoding.UTF8.GetBytes(value));
        await producer.ProduceAsync(
            _topic + ".dlq", new() { Key = key, Value = $"payload of {key}", Headers = all });
    }

    private sealed class Handler(ConcurrentQueue<string> handled) : IMessageHandler
    {
        public Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
        {
            handled.Enqueue(message.Payload);
            return Task.FromResult(true);
        }
    }
}
