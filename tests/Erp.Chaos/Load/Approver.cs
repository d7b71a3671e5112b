using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>An approver who looks into the inbox again and again and decides what is there, as planned; where the plan
/// says so, its requester withdraws the request, HR gives the step to somebody else or they themselves leave in the
/// same moment.</summary>
public sealed class Approver(Person self, Company company, CarefulClient client, History history, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<long, bool> _interfered = new();

    /// <summary>Until there is nothing more to do, or they have left.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var reply = await client.GetAsync(Services.Processing, self, $"/process/{self.Id}?limit=200", stop);
            if (reply.Ok) await Task.WhenAll(reply.Body!["items"]!.AsArray().Select(item => DealAsync(item!, stop)));
            if (reply.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) return;
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DealAsync(JsonNode item, CancellationToken stop)
    {
        if (Plan.NumberIn(item["title"]!.GetValue<string>(), seed) is not { } number) return;
        var (id, step) = (item["requestId"]!.GetValue<long>(), item["step"]!.GetValue<int>());
        var plan = company.PlanOf(number);
        if (plan.DecisionAt(step) is not { } status) return;
        var third = company.Approvers[plan.Third];
        if (plan.LeavesAt(step) && company.FirstOf(plan).Id == self.Id)
        {
            if (_interfered.TryAdd(id, true)) await LeaveAsync(plan, id, step, status, third, stop);
            return;
        }
        var interfering = plan.CancelledAt(step) && _interfered.TryAdd(id, true)
            ? WithdrawAsync(company.Requesters[plan.Requester], id, stop)
            : plan.ReassignedAt(step) && third.Id != self.Id && _interfered.TryAdd(id, true)
            ? ReassignAsync(id, step, third, stop)
            : Task.CompletedTask;
        await Task.WhenAll(DecideAsync(id, step, status, stop), interfering);
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

    private async Task ReassignAsync(long id, int step, Person to, CancellationToken stop)
    {
        var reply = await client.PostAsync(
            Services.Request, company.Hr, $"/approvals/{id}/steps/{step}/reassign",
            new { approverId = to.Id, reason = "So many at once." }, stop);
        history.Add(new Reassigned(id, step, to.Id, reply.Answer));
    }

    // Every other one without a decision; of the others some are too late with it.
    private async Task LeaveAsync(
        Plan plan, long id, int step, string status, Person deputy, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var named = await client.PutAsync(
            Services.Employee, company.Hr, $"/employees/{self.Id}/deputy",
            new { deputyId = deputy.Id, from = today.AddDays(-1), until = today.AddDays(30) }, stop);
        var leaving = client.DeleteAsync(Services.Employee, company.Hr, $"/employees/{self.Id}", stop);
        if (plan.Number % 2 == 1)
        {
            await Task.Delay(Pause * new Random(plan.Number).NextDouble(), stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await DecideAsync(id, step, status, stop);
        }
        foreach (var reply in (Reply[])[named, await leaving])
            if (reply.Answer == Answer.No)
                history.Complain($"that {self.Id} leaves was answered {(int?)reply.Status}: {reply.Body}");
    }
}
