using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>What services told comes again from their record, when Redis lost it and the topic may have lost it
/// too.</summary>
public sealed class RefillTests : IAsyncLifetime
{
    private const string Path = "/notifications/refill";
    private readonly Backing _backing = new();
    private RunningReplica _replica = null!;
    private HttpClient _service = null!;

    public async ValueTask InitializeAsync()
    {
        await _backing.InitializeAsync();
        _replica = await _backing.StartAsync();
        _service = _replica.ClientFor(Tokens.Service());
        await _backing.EpochAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _replica.DisposeAsync();
        await _backing.DisposeAsync();
    }

    [Fact]
    public async Task A_store_that_began_anew_wants_it_once_and_has_it_in_its_order_before_what_came_meanwhile()
    {
        var (employee, at) = (Backing.NewEmployee(), DateTimeOffset.UtcNow.AddMinutes(-5));
        var (epoch, due) = await StateAsync();
        Assert.True(due);
        await _replica.SendAsync(employee, "of an approval", "m-0", approvalId: 7);
        await SendAsync(employee, 3, at);
        await SendAsync(employee, 4, at);

        await FillAsync(epoch, last: false, Item(employee, 1, at), Item(employee, 2, at));
        Assert.Equal((epoch, true), await StateAsync());
        await FillAsync(epoch, last: true, Item(employee, 3, at), Item(employee, 4, at), Item(employee, 2, at));

        Assert.Equal((epoch, false), await StateAsync());
        var recent = await _replica.RecentAsync(employee);
        Assert.Equal(["4", "3", "2", "1", "of an approval"], recent.Texts());
        Assert.Equal(5, recent.Select(n => (string)n!["messageId"]!).Distinct().Count());

        await _backing.Redis.FlushAsync();
        await Eventually.TrueAsync(async () => (await StateAsync()).Due);
        Assert.NotEqual(epoch, (await StateAsync()).Epoch);
        using var late = await PostAsync(epoch, last: true, Item(employee, 1, at));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task What_is_too_old_to_be_kept_is_passed_over()
    {
        var employee = Backing.NewEmployee();
        var (epoch, _) = await StateAsync();

        await FillAsync(
            epoch, last: true, Item(employee, 1, DateTimeOffset.UtcNow.AddDays(-31)),
            Item(employee, 2, DateTimeOffset.UtcNow.AddDays(-29)));

        Assert.Equal(["2"], (await _replica.RecentAsync(employee)).Texts());
    }

    [Fact]
    public async Task What_is_sent_has_the_time_that_its_service_gives_it_unless_it_waited_for_too_long()
    {
        var (employee, at) = (Backing.NewEmployee(), DateTimeOffset.UtcNow.AddDays(-1));
        await SendAsync(employee, 1, at);
        await SendAsync(employee, 2, at.AddDays(-40));

        var recent = await _replica.RecentAsync(employee);
        Assert.Equal(["2", "1"], recent.Texts());
        Assert.Equal(at.AddSeconds(1), (DateTimeOffset)recent[1]!["timestamp"]!, TimeSpan.FromSeconds(1));
        Assert.True((DateTimeOffset)recent[0]!["timestamp"]! > DateTimeOffset.UtcNow.AddMinutes(-5));

        using var hr = _replica.ClientFor(Tokens.User(5, "HR"));
        using var refused = await hr.PostAsJsonAsync(
            $"/notifications/send/{employee}", new { type = "A", message = "m", timestamp = at });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static object Item(long employeeId, int n, DateTimeOffset at) => new
    {
        employeeId, messageId = $"m-{n}", type = "LEAVE_STATUS_CHANGED", message = $"{n}", timestamp = at.AddSeconds(n),
    };

    private async Task SendAsync(long employee, int n, DateTimeOffset at)
    {
        using var sent = await _service.PostAsJsonAsync($"/notifications/send/{employee}", new
        {
            messageId = $"m-{n}", type = "LEAVE_STATUS_CHANGED", message = $"{n}", timestamp = at.AddSeconds(n),
        });
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
    }

    private async Task<(string? Epoch, bool Due)> StateAsync()
    {
        var state = (await _service.GetFromJsonAsync<JsonNode>(Path))!;
        return ((string?)state["storeEpoch"], (bool)state["due"]!);
    }

    private async Task FillAsync(string? storeEpoch, bool last, params object[] items)
    {
        using var answer = await PostAsync(storeEpoch, last, items);
        Assert.True(
            answer.StatusCode == HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> PostAsync(string? storeEpoch, bool last, params object[] items) =>
        _service.PostAsJsonAsync(Path, new { storeEpoch, last, items });
}
