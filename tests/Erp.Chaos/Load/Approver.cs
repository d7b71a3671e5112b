using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>An approver who looks into the inbox again and again and decides what is there, as planned; where the plan
/// says so, its requester withdraws the request in the same moment.</summary>
public sealed class Approver(Person self, Company company, CarefulClient client, History history, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<long, bool> _withdrawn = new();

    /// <summary>Until there is nothing more to do.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var reply = await client.GetAsync(Services.Processing, self, $"/process/{self.Id}?limit=200", stop);
            if (reply.Ok) await Task.WhenAll(reply.Body!["items"]!.AsArray().Select(item => DealAsync(item!, stop)));
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DealAsync(JsonNode item, CancellationToken stop)
    {
        if (Plan.NumberIn(item["title"]!.GetValue<string>(), seed) is not { } number) return;
        var (id, step) = (item["requestId"]!.GetValue<long>(), item["step"]!.GetValue<int>());
        var plan = company.PlanOf(seed, number);
        if (plan.DecisionAt(step) is not { } status) return;
        var withdraws = plan.CancelledAt(step) && _withdrawn.TryAdd(id, true);
        var withdrawing = withdraws ? WithdrawAsync(company.Requesters[plan.Requester], id, stop) : Task.CompletedTask;
        await Task.WhenAll(DecideAsync(id, step, status, stop), withdrawing);
    }

    private async Task DecideAsync(long id, int step, string status, CancellationToken stop)
    {
        var reply = await client.PostAsync(
            Services.Processing, self, $"/process/{self.Id}/{id}", new { status }, stop);
        history.Add(new Decided(id, step, self.Id, status, reply.Answer));
    }

    private async Task WithdrawAsync(Person requester, long id, CancellationToken stop)
    {
        var reply = await client.PostAsync(Services.Request, requester, $"/approvals/{id}/cancel", new { }, stop);
        history.Add(new Withdrawn(id, reply.Answer));
    }
}
