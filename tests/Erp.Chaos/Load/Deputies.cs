using System.Globalization;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>HR, who makes one approver after the other the deputy of another one for some seconds. What becomes theirs
/// meanwhile stays theirs.</summary>
public sealed class Deputies(Company company, CarefulClient client, History history, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Random _random = new(seed);

    /// <summary>As long as there is load.</summary>
    public async Task RunAsync(Task load, CancellationToken giveUp)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        while (!load.IsCompleted && !giveUp.IsCancellationRequested)
        {
            var (away, deputy) = (_random.Next(company.Approvers.Count), _random.Next(1, company.Approvers.Count));
            var path = $"/employees/{company.Approvers[away].Id}/deputy";
            var named = await client.PutAsync(Services.Employee, company.Hr, path, new
            {
                deputyId = company.Approvers[(away + deputy) % company.Approvers.Count].Id, from = Day(-1),
                until = Day(2),
            }, giveUp);
            Expect(named);
            await Task.Delay(Pause, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // One at a time, so that no two are each other's.
            Expect(await client.DeleteAsync(Services.Employee, company.Hr, path, giveUp));
        }

        string Day(int number) => today.AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        void Expect(Reply reply)
        {
            // Gone already: an attempt before had no answer.
            if (reply.Status is { } status && (int)status >= 400 && !reply.Unsure)
                history.Complain($"a deputy was answered {(int)status}: {reply.Body}");
        }
    }
}
