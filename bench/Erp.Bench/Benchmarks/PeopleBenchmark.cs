using System.Diagnostics;
using Erp.Bench.Load;
using Erp.Bench.Reporting;
using Erp.Bench.Running;
using Erp.Contracts;
using Erp.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Erp.Bench.Benchmarks;

/// <summary>The view of all people that every service keeps, for a company of a hundred thousand: how long a service
/// reads before it is ready, and what they need in memory. In this process, on an installed Kafka.</summary>
internal sealed class PeopleBenchmark : IBenchmark
{
    private const int People = 100_000;

    public string Name => "people";

    public string Description => "the view of 100,000 people: time until it is complete, memory, a bare consumer";

    public async Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken)
    {
        var topic = Topics.EmployeeChanges.Name;
        // The embedded one keeps 15 MB of a topic.
        await using var app = await RunningApplication.StartAsync(
            checkout, cancellationToken, "--Replicas=1", "--Backing:kafka=installed");
        var servers = app.KafkaServers;
        Hired.Send(servers, People);
        Records.Send(
            servers, topic,
            [(EmployeesPublished.Key, new EmployeesPublished(People, DateTimeOffset.UtcNow))]);

        List<double> seconds = [], bytes = [], bare = [];
        for (var run = 1; run <= options.Runs; run++)
        {
            var (took, each) = await OnceAsync();
            seconds.Add(took);
            // What ended leaves its view to the collector when that likes: only the first had nothing before it.
            if (run == 1) bytes.Add(each);
            bare.Add(Records.Read(servers, topic, People).TotalSeconds);
            Report.Say($"  run {run}: complete after {Figure.Show(took)} s, {Figure.Show(bytes[0])} bytes each, "
                + $"bare consumer {Figure.Show(bare[^1])} s");
        }
        return new(
        [
            new($"until {People} people are known", "s", seconds),
            new("memory of each", "bytes", bytes),
            Figure.Of("memory of all", "MiB", Figure.MedianOf(bytes) * People / (1 << 20)),
            new("twin: a bare consumer reads as many", "s", bare),
            Figure.Of("view / bare consumer", "ratio", Figure.MedianOf(seconds) / Figure.MedianOf(bare)),
        ]);

        async Task<(double Seconds, double BytesEach)> OnceAsync()
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var builder = WebApplication.CreateBuilder();
            builder.Configuration["ConnectionStrings:kafka"] = servers;
            builder.Configuration["urls"] = "http://127.0.0.1:0";
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.AddPeople();
            await using var service = builder.Build();
            var clock = Stopwatch.StartNew();
            await service.StartAsync(cancellationToken);
            var view = service.Services.GetRequiredService<PeopleView>();
            await view.Complete.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
            var took = clock.Elapsed.TotalSeconds;
            if (view.Count != People) throw new BenchException($"{view.Count} of {People} people are known.");
            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)People;
            GC.KeepAlive(view);
            await service.StopAsync(cancellationToken);
            return (took, each);
        }
    }
}
