using System.Collections.Concurrent;
using System.Diagnostics;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.ServiceDefaults.Auth;

namespace Erp.Bench.Benchmarks;

/// <summary>Ten thousand people with an open socket on one replica: what each costs, what all cost while nothing
/// happens, and how long it takes to tell all of them something.</summary>
internal sealed class SocketsBenchmark : IBenchmark
{
    private const int Sockets = 10_000;
    private const string Service = "notification-service";
    private const double MiB = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name => "sockets";

    public string Description => "10,000 open WebSockets on one replica: memory, idle processor time, push to all";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        await using var app = await RunningApplication.StartAsync(checkout, cancellationToken, "--Replicas=1");
        using var http = Employee.NewClient();
        // So many that none of them reaches the limit of calls that one person may make.
        var hr = Enumerable.Range(1_000_000, Sockets / 20).Select(id => new Employee(id, Role.Hr, http)).ToList();
        var people = Enumerable.Range(1, Sockets).Select(id => new Employee(id, Role.Staff, http)).ToList();
        var told = new ConcurrentDictionary<long, int>();
        var listeners = new ConcurrentBag<Listener>();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 100, CancellationToken = cancellationToken };

        Report.Say($"sockets: opening {Sockets}");
        await using var pod = await Pod.StartAsync(app, Service, cancellationToken);
        var before = pod.Memory();
        await Parallel.ForEachAsync(people, atOnce, async (person, stop) => listeners.Add(await Listener.OpenAsync(
            person, pod.Address, _ => told.AddOrUpdate(person.Id, 1, (_, times) => times + 1), stop)));
        var open = pod.Memory();

        List<double> idle = [], push = [];
        for (var run = 1; run <= options.Runs; run++)
        {
            var quiet = pod.ProcessorSeconds;
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellationToken);
            idle.Add((pod.ProcessorSeconds - quiet) / options.Seconds * 100);

            told.Clear();
            var clock = Stopwatch.StartNew();
            await Parallel.ForEachAsync(
                people, atOnce, async (person, _) => await SendAsync(app, hr[(int)person.Id % hr.Count], person.Id));
            while (told.Count < Sockets)
            {
                if (clock.Elapsed > Patience)
                    throw new BenchException($"{Sockets - told.Count} sockets were told nothing.");
                await Task.Delay(1, cancellationToken);
            }
            push.Add(clock.Elapsed.TotalSeconds);
            if (told.Values.Any(times => times != 1)) throw new BenchException("a socket was told twice.");
            Report.Say($"  run {run}: idle {Figure.Show(idle[^1])} % of a processor, all told in "
                + $"{Figure.Show(push[^1])} s");
        }
        var loaded = pod.Memory();
        foreach (var listener in listeners) await listener.DisposeAsync();
        return new(
        [
            Figure.Of("memory of the replica without sockets", "MiB", before / MiB),
            Figure.Of($"memory of the replica with {Sockets} sockets", "MiB", open / MiB),
            Figure.Of("memory of it after pushing to all", "MiB", loaded / MiB),
            Figure.Of("memory per socket", "KiB", (open - before) / 1024.0 / Sockets),
            new("idle, of one processor", "%", idle),
            new("until all were told, each by a call of its own", "s", push),
        ]);
    }

    private static async Task SendAsync(RunningApplication app, Employee hr, long to)
    {
        using var answer = await hr.PostAsync(
            app.Notifications, $"/notifications/send/{to}", new { type = "NOTICE", message = "Hello." });
        if (!answer.IsSuccessStatusCode)
            throw new BenchException(
                $"a notification was refused: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
