using System.Net;
using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Outbox;

/// <summary>What notification-service refused for good: seen, sent back and dropped.</summary>
[Collection(EmployeeTests.Name)]
public sealed class DeadMessagesTests(EmployeeFixture erp) : IAsyncLifetime
{
    private const string Path = "/dead-letters/notifications";
    private readonly NotificationStub _notifications = new();
    private ServiceFactory<Program> _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = erp.Replica(await erp.Server.CreateDatabaseAsync(), _notifications);
        await Eventually.TrueAsync(
            async () => (await _service.ClientFor(null).GetAsync("/health")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _notifications.Dispose();
    }

    private HttpClient Operator => _service.ClientFor(Tokens.Service());

    [Fact]
    public async Task Each_is_shown_with_its_answer_and_its_trace()
    {
        var employee = await HireAsync();
        await DieAsync(employee, 1);
        var letter = (await Operator.ItemsAsync("/dead-letters?of=notifications"))[0]!;
        Assert.Equal(
            ("notifications", "SendNotification", $"{employee}", true, (string)Sent(employee)[0]["messageId"]!),
            ((string)letter["of"]!, (string)letter["type"]!, (string)letter["key"]!, (bool)letter["whole"]!,
                (string)letter["messageId"]!));
        Assert.StartsWith("422", (string)letter["reason"]!, StringComparison.Ordinal);
        Assert.Null(letter["attempts"]);
        var detail = await Operator.GetAsync($"{Path}/{letter["id"]}").OkAsync();
        Assert.Equal((int)letter["length"]!, ((string)detail["payload"]!).Length);
        Assert.Contains("By 1", (string)detail["payload"]!, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", (string)detail["traceId"]!);
        await Operator.GetAsync($"{Path}/0").RefusedAsync(404, "dead_letter_not_found");
        await Operator.GetAsync("/dead-letters/notificatons/1").RefusedAsync(404, "unknown_dead_letters");
    }

    [Fact]
    public async Task They_go_out_again_oldest_first_within_their_bounds_with_the_same_ids_and_in_order()
    {
        var employee = await HireAsync();
        await DieAsync(employee, 4);
        var refused = Sent(employee).Select(n => (string)n["messageId"]!).ToList();
        var letters = await Operator.ItemsAsync("/dead-letters?of=notifications");
        Assert.Equal(refused, letters.Select(l => (string)l!["messageId"]!));
        _notifications.Answer = _ => HttpStatusCode.Created;

        Assert.Equal((1, 3), await MoveAsync("replay", count: 1));
        Assert.Equal((1, 2), await MoveAsync("replay", until: letters[1]!["deadAt"]));
        Assert.Equal((2, 0), await MoveAsync("replay"));
        Assert.Equal((0, 0), await MoveAsync("replay"));
        var sent = await Eventually.GetAsync(() => Task.FromResult(Sent(employee)), n => n.Count == 8);
        Assert.Equal(refused, sent.Skip(4).Select(n => (string)n["messageId"]!));
        Assert.Empty(await Operator.ItemsAsync("/dead-letters"));
    }

    [Fact]
    public async Task What_is_dropped_never_goes_out()
    {
        var employee = await HireAsync();
        await DieAsync(employee, 3);
        var letters = await Operator.ItemsAsync("/dead-letters?of=notifications");
        Assert.Equal((2, 1), await MoveAsync("drop", until: letters[1]!["deadAt"]));
        _notifications.Answer = _ => HttpStatusCode.Created;
        Assert.Equal((1, 0), await MoveAsync("replay"));
        var sent = await Eventually.GetAsync(() => Task.FromResult(Sent(employee)), n => n.Count == 4);
        Assert.Contains("By 3", (string)sent[3]["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_replays_and_drops_at_once_take_each_message_once()
    {
        var employee = await HireAsync();
        await DieAsync(employee, 30);
        _notifications.Answer = _ => HttpStatusCode.Created;
        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            n => MoveAsync(n % 2 == 0 ? "replay" : "drop", count: 5)));
        Assert.Equal(30, moved.Sum(m => m.Count));
        Assert.Empty(await Operator.ItemsAsync("/dead-letters"));
        var replayed = moved.Where((_, n) => n % 2 == 0).Sum(m => m.Count);
        await Eventually.TrueAsync(() => Sent(employee).Count == 30 + replayed);
    }

    private List<JsonObject> Sent(long employee) => [.. _notifications.For(employee)];

    private async Task<long> HireAsync()
    {
        var name = EmployeeFixture.Unique("Dead");
        var body = new
        {
            name, email = $"{name.Replace(' ', '.')}@example.com", department = "Sales", position = "Clerk",
            role = "STAFF",
        };
        return (long)(
            await _service.ClientFor(Tokens.User(9000, "HR")).PostAsync("/employees", body).CreatedAsync())["id"]!;
    }

    private async Task DieAsync(long employee, int messages)
    {
        _notifications.Answer = _ => HttpStatusCode.UnprocessableEntity;
        for (var n = 1; n <= messages; n++)
        {
            await _service.ClientFor(Tokens.User(9000, "HR")).PutAsync(
                $"/employees/{employee}/leave-balance", new { adjustment = 0.5, reason = $"By {n}" }).OkAsync();
            var died = n;
            await Eventually.TrueAsync(
                async () => (await Operator.ItemsAsync("/dead-letters?of=notifications&count=200")).Count == died);
        }
    }

    private async Task<(int Count, int Waiting)> MoveAsync(string how, JsonNode? until = null, int? count = null)
    {
        var moved = await Operator.PostAsync($"{Path}/{how}", new { until, count }).OkAsync();
        return ((int)moved["count"]!, (int)moved["waiting"]!);
    }
}
