using System.Diagnostics;
using Erp.Bench.Reporting;

namespace Erp.Bench.Running;

/// <summary>Looks into the approval store beside the services.</summary>
internal abstract class ApprovalStore
{
    /// <summary>That of the application.</summary>
    public static async Task<ApprovalStore> OfAsync(RunningApplication app, BenchOptions options) =>
        options.MongoDb.Length > 0
            ? await ApprovalDatabase.OpenAsync(options.MongoDb)
            : new ApprovalStoreFile(app.ApprovalStore);

    /// <summary>Adds requests of nobody in particular, decided long ago, until there are so many.</summary>
    public abstract Task FillUpToAsync(int count, CancellationToken cancellationToken);

    /// <summary>Waits until every message has had its effect.</summary>
    /// <returns>How long that took, in seconds.</returns>
    public async Task<double> DrainAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var said = TimeSpan.Zero;
        for (long left; (left = await UnansweredAsync()) > 0; await Task.Delay(100, cancellationToken))
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(10))
                throw new BenchException($"{left} requests still have messages without an answer after ten minutes.");
            if (clock.Elapsed - said < TimeSpan.FromSeconds(5)) continue;
            Report.Say($"  {left} requests wait for answers to their messages");
            said = clock.Elapsed;
        }
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Requests of which a message is not answered by its receiver yet.</summary>
    protected abstract Task<long> UnansweredAsync();
}
