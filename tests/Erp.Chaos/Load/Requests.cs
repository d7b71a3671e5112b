using System.Diagnostics;
using System.Globalization;
using System.Net;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>Hands requests in, at a bounded rate.</summary>
/// <param name="company">By whom.</param>
/// <param name="seed">What they are.</param>
/// <param name="rate">Requests a second.</param>
public sealed class Requests(Company company, CarefulClient client, History history, int seed, int rate)
{
    private const int MostAtOnce = 64;

    /// <summary>Goes on until this time is over and the fault has been there, at most for this number; returns when
    /// each was answered or given up.</summary>
    public async Task RunAsync(TimeSpan atLeast, Task fault, int most, CancellationToken giveUp)
    {
        using var places = new SemaphoreSlim(MostAtOnce);
        var clock = Stopwatch.StartNew();
        var running = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        while (running.Count < most && (clock.Elapsed < atLeast || !fault.IsCompleted)
            && await timer.WaitForNextTickAsync(giveUp))
        {
            await places.WaitAsync(giveUp);
            running.Add(SubmitAsync(company.PlanOf(running.Count), places, giveUp));
        }
        await Task.WhenAll(running);
    }

    private async Task SubmitAsync(Plan plan, SemaphoreSlim places, CancellationToken giveUp)
    {
        var requester = company.Requesters[plan.Requester];
        Person[] approvers = [company.FirstOf(plan), company.Approvers[plan.Second]];
        var title = plan.Title(seed);
        try
        {
            var body = new Dictionary<string, object>
            {
                ["requesterId"] = requester.Id, ["title"] = title, ["content"] = "Under chaos.", ["type"] = plan.Type,
                ["steps"] = Person.Steps(approvers),
            };
            if (plan.LeaveDays is { } days) body["leaveDays"] = days;
            var key = string.Create(CultureInfo.InvariantCulture, $"chaos-{seed}-{plan.Number}");
            var reply = await client.PostAsync(Services.Request, requester, "/approvals", body, giveUp, key);
            if (reply.Status is { } status && status != HttpStatusCode.Created)
                history.Complain($"{title} was answered {(int)status}: {reply.Body}");
            history.Add(new Submitted(
                plan, title, requester.Id, [.. approvers.Select(a => a.Id)],
                reply.Ok ? reply.Body!["requestId"]!.GetValue<long>() : null));
        }
        finally
        {
            places.Release();
        }
    }
}
