using System.Globalization;
using System.Text;
using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Production;

namespace Erp.AppHost.Eks;

/// <summary>The table that is printed at the end: what runs, what it asks for, and what it costs a month beyond the nodes it runs on.</summary>
internal static class Summary
{
    /// <summary>The version that the documentation names as a prerequisite.</summary>
    public const string MetricsServer = "v0.7.2";

    private sealed record Row(string Object, string Replicas, string Cpu, string Memory, string Storage, string Cost);

    public static string Write(ClusterPlan plan, IReadOnlyList<Problem> placeholders, int files, string target, TimeSpan taken)
    {
        var production = plan.Options.Environment != EksOptions.Dev;
        List<Row> rows = [new("OBJECT", "REPLICAS", "CPU", "MEMORY", "STORAGE", "$/MONTH")];
        rows.AddRange(plan.Services.Select(s => Service(s, production)));
        rows.Add(Kafka(plan));

        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Object,-42}{row.Replicas,-10}{row.Cpu,-13}{row.Memory,-15}{row.Storage,-12}{row.Cost,8}");
        foreach (var price in plan.Kafka is null ? [Price.MskBroker, Price.MskStorage] : new[] { Price.Gp3 })
            text.AppendLine(CultureInfo.InvariantCulture, $"  {price}");
        foreach (var note in Notes(placeholders)) text.AppendLine(CultureInfo.InvariantCulture, $"note: {note}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{(plan.Options.DryRun ? "Dry run: nothing was written; would write" : "Wrote")} {files} files in {target} ({plan.Options.Environment}, {taken.TotalSeconds:0.00} s of processor time)");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static Row Service(ServicePlan service, bool production) => new(
        $"Deployment/{service.Name}",
        production ? $"{Autoscaling.MinReplicas}-{Autoscaling.MaxReplicas}" : $"{ServiceFolder.MinReplicas}-{ServiceFolder.MaxReplicas}",
        Text(ServiceDeployment.Resources, "cpu"),
        Text(ServiceDeployment.Resources, "memory"),
        "-",
        "0.00");

    private static Row Kafka(ClusterPlan plan)
    {
        const int brokers = KafkaPlan.Brokers, size = KafkaPlan.StorageGi;
        if (plan.Kafka is null)
            return new("Amazon MSK", $"{Price.MskBrokers}", "-", "-", "-", Money(Price.Msk(brokers * size)));
        return new($"StatefulSet/{KafkaPlan.Name}", $"{brokers}", Text(KafkaStatefulSet.Resources, "cpu"),
            Text(KafkaStatefulSet.Resources, "memory"), $"{brokers} x {size}Gi", Money(Price.Volumes(brokers, size)));
    }

    private static string Text(ResourceRequirements resources, string name) =>
        $"{resources.Requests[name]}/{resources.Limits[name]}";

    private static IEnumerable<string> Notes(IReadOnlyList<Problem> placeholders)
    {
        if (placeholders.Count > 0)
            yield return $"{placeholders.Count} values are still the example's, which --environment prod refuses: {string.Join(", ", placeholders.Select(p => p.Field == TargetGroups.Field ? $"{p.Field} of {p.Resource}" : p.Field))}";
        yield return $"autoscaling needs metrics-server {MetricsServer} on the cluster (docs/cluster.md)";
    }

    private static string Money(decimal dollars) => dollars.ToString("0.00", CultureInfo.InvariantCulture);
}
