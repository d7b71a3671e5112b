using System.Diagnostics;
using System.Globalization;
using Erp.Chaos.Checking;
using Erp.Chaos.Faults;
using Erp.Chaos.Load;

namespace Erp.Chaos.Running;

/// <summary>One run: people work, a fault happens, they go on until the system is right again or time is up.</summary>
/// <param name="seed">Decides what people do and whom the fault hits.</param>
/// <param name="brief">A few seconds of load, as for tests.</param>
public sealed class ChaosRun(ChaosApplication app, Fault fault, int seed, bool brief)
{
    private readonly int _rate = brief ? 6 : 8;
    private readonly TimeSpan _load = TimeSpan.FromSeconds(brief ? 5 : 20);
    private readonly TimeSpan _limit = TimeSpan.FromMinutes(brief ? 2 : 12);
    private readonly History _history = new();

    /// <summary>Runs it.</summary>
    public async Task<RunResult> RunAsync()
    {
        var most = (int)((_load + (fault.Takes * (brief ? 0.5 : 1.5))).TotalSeconds * _rate);
        var company = await Company.HireAsync(app, seed, most);
        var team = await Team.HireAsync(app);
        using var machinery = new Machinery(app);
        await machinery.BeginAsync();
        await fault.PrepareAsync(app);

        using var client = new CarefulClient(app.AddressOf, _history);
        using var giveUp = new CancellationTokenSource();
        using var leave = new CancellationTokenSource();
        Task[] people =
        [
            .. company.Approvers.Concat(company.Leavers.Values).Select(a => new Approver(
                a, company, client, _history, seed).RunAsync(leave.Token)),
            .. company.Requesters.Select(r => new Watcher(r, client, _history).RunAsync(leave.Token)),
            .. company.All.Concat(team.All).Select(p => new Listener(
                p, () => app.AddressOf(Services.Notification), _history, seed).RunAsync(leave.Token)),
        ];
        var harm = HarmAsync();
        var load = new Requests(company, client, _history, seed, _rate).RunAsync(_load, harm, most, giveUp.Token);
        var work = Task.WhenAll([
            load, new Deputies(company, client, _history, seed).RunAsync(load, giveUp.Token),
            .. team.Staff.Select(p => new Colleague(p, team, client, _history, seed).RunAsync(load, giveUp.Token)),
        ]);
        try
        {
            if (await harm is { } failure) return await FailAsync([], [failure], []);
            giveUp.CancelAfter(_limit);
            await work;
            return await SettleAsync(new Observer(app, company, team), machinery);
        }
        finally
        {
            await leave.CancelAsync();
            await giveUp.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(people);
        }
    }

    // Null, or why the fault could not be done.
    private async Task<string?> HarmAsync()
    {
        await Task.Delay(_load / 3);
        try
        {
            await fault.ApplyAsync(app, new Random(seed), brief);
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, what everybody said tells why.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return $"{fault.Name} could not be done: {e}";
        }
    }

    private async Task<RunResult> SettleAsync(Observer observer, Machinery machinery)
    {
        // What is the same for so long while nothing is under way will not change any more.
        var calm = TimeSpan.FromSeconds(20);
        var (clock, same) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        string? before = null;
        IReadOnlyList<string> last = [];
        while (true)
        {
            var (violations, troubles) = await LookAsync(observer, machinery, fresh: false);
            if (violations.Count == 0 && troubles.Count == 0)
            {
                var recovery = clock.Elapsed;
                // Once more with everything read anew: a final state may have changed meanwhile.
                (violations, troubles) = await LookAsync(observer, machinery, fresh: true);
                if (violations.Count == 0 && troubles.Count == 0) return Result([], [], last, recovery, null);
            }
            var now = string.Join('\n', violations);
            if (now != before || troubles.Count > 0) same.Restart();
            before = now;
            last = [.. violations.Select(v => v.ToString()), .. troubles];
            if (clock.Elapsed > _limit || same.Elapsed > calm)
                return await FailAsync(violations, troubles, last);
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
    }

    private async Task<(IReadOnlyList<Violation> Violations, IReadOnlyList<string> Troubles)> LookAsync(
        Observer observer, Machinery machinery, bool fresh)
    {
        try
        {
            var (troubles, observed) = (machinery.TroublesAsync(fault.DeadLetters), observer.LookAsync(fresh));
            await Task.WhenAll(troubles, observed);
            return (new Checker(_history, await observed, fault.LosesRedis).Check(), await troubles);
        }
#pragma warning disable CA1031 // Whatever it is, the system cannot be looked at now.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ([], [$"it cannot be looked at: {e.GetType().Name}: {e.Message}"]);
        }
    }

    private RunResult Result(
        IReadOnlyList<Violation> violations, IReadOnlyList<string> troubles, IReadOnlyList<string> last,
        TimeSpan? recovery, string? logs) =>
        new(fault.Name, seed, _history.Operations, _history.LongestWait, violations, troubles, last, recovery, logs);

    private async Task<RunResult> FailAsync(
        IReadOnlyList<Violation> violations, IReadOnlyList<string> troubles, IReadOnlyList<string> last)
    {
        var folder = Directory.CreateTempSubdirectory(
            string.Create(CultureInfo.InvariantCulture, $"erp-chaos-{fault.Name}-{seed}-")).FullName;
        var result = Result(violations, troubles, last, null, folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "wrong.txt"), result.Wrongs);
        if (fault is InTurn turn) await File.WriteAllLinesAsync(Path.Combine(folder, "faults.txt"), turn.Course);
        await app.SaveAsync(folder);
        return result;
    }
}
