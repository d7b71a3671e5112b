using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Production;

/// <summary>Grafana dashboards, found by Grafana's sidecar through their label.</summary>
internal static class Dashboards
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ConfigMap Services(ClusterPlan plan) => Dashboard(plan, "erp-services", "ERP services",
    [
        new("Requests per second", Queries.RequestRate, "{{app}}", "reqps"),
        new("Error rate", Queries.ErrorRate(), "{{app}}", "percentunit"),
        new("Latency, 95th percentile", Queries.LatencyP95(), "{{app}}", "s"),
        new("Requests and sockets in progress", $"sum by (app) ({Metrics.ActiveRequests})", "{{app}}", "short"),
    ]);

    public static ConfigMap Messages(ClusterPlan plan) => Dashboard(plan, "erp-messages", "ERP messages and Kafka",
    [
        new("Waiting to be published", Queries.Pending, "{{app}}", "short"),
        new("Published per second", $"sum by (app) (rate({Metrics.Published}[5m]))", "{{app}}", "ops"),
        new("Consumed per second", $"sum by (app) (rate({Metrics.Consumed}[5m]))", "{{app}}", "ops"),
        new("Lag seen by the consumers", Queries.Lag, "{{group}} {{topic}}", "short"),
        new("Lag seen by Kafka", Queries.GroupLag, "{{consumergroup}} {{topic}}", "short"),
        new("Put aside in ten minutes", Queries.DeadLetters, "{{app}}", "short"),
        new("Under-replicated partitions", Queries.UnderReplicated, "partitions", "short"),
        new("Brokers", $"max({Metrics.Brokers})", "brokers", "short"),
    ]);

    private sealed record Panel(string Title, string Query, string Legend, string Unit);

    private static ConfigMap Dashboard(ClusterPlan plan, string name, string title, IReadOnlyList<Panel> panels) => new()
    {
        Metadata = new()
        {
            Name = $"{name}-dashboard",
            Namespace = plan.Namespace,
            Labels = new SortedDictionary<string, string>(Labels.For(name, Labels.Components.Monitoring).ToDictionary(), StringComparer.Ordinal) { ["grafana_dashboard"] = "1" },
        },
        Data = Labels.Sorted(($"{name}.json", Json(name, title, panels))),
    };

    private static string Json(string uid, string title, IReadOnlyList<Panel> panels) => new JsonObject
    {
        ["uid"] = uid,
        ["title"] = title,
        ["schemaVersion"] = 39,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-3h", ["to"] = "now" },
        ["panels"] = new JsonArray([.. panels.Select(Panelled)]),
    }.ToJsonString(Indented) + "\n";

    private static JsonObject Panelled(Panel panel, int index) => new()
    {
        ["id"] = index + 1,
        ["type"] = "timeseries",
        ["title"] = panel.Title,
        ["datasource"] = new JsonObject { ["type"] = "prometheus" },
        ["gridPos"] = new JsonObject { ["x"] = index % 2 * 12, ["y"] = index / 2 * 8, ["w"] = 12, ["h"] = 8 },
        ["fieldConfig"] = new JsonObject { ["defaults"] = new JsonObject { ["unit"] = panel.Unit, ["min"] = 0 } },
        ["targets"] = new JsonArray(new JsonObject { ["refId"] = "A", ["expr"] = panel.Query, ["legendFormat"] = panel.Legend }),
    };
}
