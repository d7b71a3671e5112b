using System.Globalization;
using System.Text;
using Erp.AppHost.Eks.Base;
using Erp.AppHost.Eks.Components;
using Erp.AppHost.Eks.Model;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>The table that is printed at the end: what runs, what it asks for, and what it costs a month beyond the
/// nodes it runs on.</summary>
internal static class Summary
{
    /// <summary>The version that the documentation names as a prerequisite.</summary>
    public const string MetricsServer = "v0.7.2";

    private sealed record Row(string Object, string Replicas, string Cpu, string Memory, string Storage, string Cost);

    public static string Write(
        ClusterPlan plan, IReadOnlyList<Problem> placeholders, int files, string target, TimeSpan taken)
    {
        var production = !plan.Options.IsDev;
        List<Row> rows = [new("OBJECT", "REPLICAS", "CPU", "MEMORY", "STORAGE", "$/MONTH")];
        rows.AddRange(plan.Running.Select(s => Service(s, production)));
        if (plan.Kafka is not null) rows.Add(Kafka(plan));

        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{row.Object,-42}{row.Replicas,-10}{row.Cpu,-13}{row.Memory,-15}{row.Storage,-12}{row.Cost,8}");
        }
        foreach (var price in Prices(plan))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {price}");
        Account(text, plan);
        foreach (var note in Notes(placeholders)) text.AppendLine(CultureInfo.InvariantCulture, $"note: {note}");
        var done = plan.Options.DryRun ? "Dry run: nothing was written; would write" : "Wrote";
        text.Append(CultureInfo.InvariantCulture, $"{done} {files} files in {target} ({plan.Options.Environment}, ");
        text.AppendLine(CultureInfo.InvariantCulture, $"{taken.TotalSeconds:0.00} s of processor time)");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>When nothing else was written.</summary>
    public static string OfInventory(ClusterPlan plan, string path)
    {
        var done = plan.Options.DryRun ? "Dry run: nothing was written; would write" : "Wrote";
        return $"{done} {path}: {string.Join(", ", plan.Services.Select(s => s.Folder))}";
    }

    private static Row Service(ServicePlan service, bool production) => new(
        $"Deployment/{service.Name}",
        production
            ? $"{Autoscaling.MinReplicas}-{Autoscaling.MaxReplicas}"
            : $"{ServiceFolder.MinReplicas}-{ServiceFolder.MaxReplicas}",
        $"{ServiceDeployment.Resources.Requests.Cpu}/{ServiceDeployment.Resources.Limits.Cpu}",
        $"{ServiceDeployment.Resources.Requests.Memory}/{ServiceDeployment.Resources.Limits.Memory}",
        "-",
        "0.00");

    private static Row Kafka(ClusterPlan plan)
    {
        var statefulSet = KafkaFolder.Brokers(plan);
        var (brokers, size) = Disks(statefulSet);
        if (!plan.RunsBrokers)
            return new("Amazon MSK", $"{Price.MskBrokers}", "-", "-", "-", Money(Price.Msk(brokers * size)));
        return new($"StatefulSet/{OwnKafka.Name}", $"{brokers}", Resource("cpu"), Resource("memory"),
            $"{brokers} x {size}Gi", Money(Price.Volumes(brokers, size)));

        string Resource(string name) => $"{Quantity("requests", name)}/{Quantity("limits", name)}";
        object Quantity(string kind, string name) =>
            statefulSet["spec", "template", "spec", "containers", 0, "resources", kind, name];
    }

    /// <summary>The account as a whole, where deploy/terraform/complete made it.</summary>
    private static void Account(StringBuilder text, ClusterPlan plan)
    {
        var (brokers, size) = plan.Kafka is null ? (0, 0) : Disks(KafkaFolder.Brokers(plan));
        var bill = Bill.Of(plan, brokers, size);
        var heading = $"ACCOUNT, as deploy/terraform/complete makes it in {Price.Region} (prices of {Price.Date})";
        text.AppendLine(CultureInfo.InvariantCulture, $"{heading,-92}$/MONTH");
        foreach (var item in bill)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{item.What,-28}{item.Calculation,-64}{Money(item.Dollars),7}");
        }
        text.AppendLine(CultureInfo.InvariantCulture, $"{"all of it",-92}{Money(bill.Sum(item => item.Dollars)),7}");
    }

    private static (int Brokers, int Gigabytes) Disks(Template statefulSet) =>
    (
        Number(statefulSet["spec", "replicas"]),
        Number(statefulSet["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"])
    );

    private static IReadOnlyList<Price> Prices(ClusterPlan plan) => plan switch
    {
        { Kafka: null } => [],
        { RunsBrokers: true } => [Price.Gp3],
        _ => [Price.MskBroker, Price.MskStorage],
    };

    /// <summary>Of what is a count, or a size in Gi.</summary>
    private static int Number(object quantity) =>
        int.Parse($"{quantity}".Replace("Gi", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static IEnumerable<string> Notes(IReadOnlyList<Problem> placeholders)
    {
        if (placeholders.Count > 0)
        {
            var names = placeholders.Select(p =>
                p.Field == TargetGroups.Field ? $"{p.Field} of {p.Resource}" : p.Field);
            yield return $"{placeholders.Count} values are still the example's, which --environment prod refuses: "
                + string.Join(", ", names);
        }
        yield return $"autoscaling needs metrics-server {MetricsServer} on the cluster (docs/cluster.md)";
    }

    private static string Money(decimal dollars) => dollars.ToString("0.00", CultureInfo.InvariantCulture);
}
