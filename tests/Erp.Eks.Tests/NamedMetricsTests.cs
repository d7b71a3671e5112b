using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P4: what alerts and dashboards ask for is known; <c>MetricsTests</c> of the AppHost has the running
/// application emit it.</summary>
public sealed partial class NamedMetricsTests
{
    [Fact]
    public void Alerts_and_dashboards_name_no_other_metric()
    {
        var component = Published.Component("monitoring");
        var alerts = component.Of("PrometheusRule")
            .SelectMany(r => r.List("spec", "groups")).SelectMany(g => g.List("rules")).Select(r => r.Text("expr")!);
        var panels = component.Of("ConfigMap").SelectMany(d => d.Map("data").Values)
            .SelectMany(json => Expression().Matches(json).Select(m => m.Groups[1].Value));
        var named = alerts.Concat(panels)
            .SelectMany(text => Metric().Matches(text).Select(m => Suffix().Replace(m.Value, ""))).Distinct();
        Assert.Empty(named.Except(Metrics.OfServices).Except(Metrics.OfExporter).Except(Metrics.OfCluster)
            .Except(["http_response_status_code", "http_route"]));
    }

    [GeneratedRegex("\"expr\": \"(.*)\"")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\b(erp|http|kafka|kube|certmanager)_[a-z_]+(?=[\{\[)\s<>]|$)")]
    private static partial Regex Metric();

    [GeneratedRegex("_(bucket|count)$")]
    private static partial Regex Suffix();
}
