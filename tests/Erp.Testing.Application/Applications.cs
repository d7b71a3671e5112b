using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Erp.Testing.Application;

/// <summary>On the embedded Kafka: runs everywhere. Begins with demonstration data, and has metrics ports as on the
/// cluster.</summary>
public sealed class EmbeddedKafkaApplication : ErpApplication
{
    /// <summary>Name of the services' further endpoint.</summary>
    public const string Metrics = "metrics";

    protected override string Kafka => "embedded";

    protected override IEnumerable<string> Arguments => ["--Demo=true"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Nothing is taken away from the demonstration while it makes its data.
        await DemonstrationEndedAsync();
    }

    /// <summary>Waits until demonstration data are made.</summary>
    public async Task DemonstrationEndedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var end = await App.ResourceNotifications.WaitForResourceAsync(
            "demo-data",
            e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text) && e.Snapshot.ExitCode is not null,
            patience.Token);
        Assert.True(end.Snapshot.ExitCode == 0, await LogsAsync("demo-data"));
    }

    protected override void Configure(IDistributedApplicationTestingBuilder builder)
    {
        var services = builder.Resources.OfType<ProjectResource>()
            .Where(service => service.HasAnnotationOfType<HealthCheckAnnotation>()).ToList();
        foreach (var service in services)
            builder.CreateResourceBuilder(service).WithHttpEndpoint(name: Metrics, env: "METRICS_PORT");
    }
}

/// <summary>On Apache Kafka: runs where <c>KAFKA_HOME</c> points to one.</summary>
public sealed class ApacheKafkaApplication : ErpApplication
{
    protected override string Kafka => "installed";

    protected override bool CanRun => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 };
}
