using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P4: what alerts and dashboards ask for is known; <c>MetricsTests</c> of the AppHost has the running
/// application emit it.</summary>
public sealed partial class NamedMetricsTests
{
    private const string Name =
        @"\b(erp|http|kafka|kube|kubelet|certmanager|externalsecret|rollout)_[a-z_]+";

    private static readonly IReadOnlyList<string> Expressions = [.. Alerts(), .. Panels()];

    [Fact]
    public void Alerts_and_dashboards_ask_for_one_namespace_only()
    {
        // Several applications may share a cluster, and with it a Prometheus.
        Assert.All(Expressions, text => Assert.Equal(Metric().Count(text), InNamespace().Count(text)));
        Assert.NotEmpty(Expressions);
    }

    [Fact]
    public void Alerts_and_dashboards_name_no_other_metric()
    {
        var named = Expressions
            .SelectMany(text => Metric().Matches(text).Select(m => Suffix().Replace(m.Value, ""))).Distinct();
        Assert.Empty(named.Except(Metrics.OfServices).Except(Metrics.OfExporter).Except(Metrics.OfCluster)
            .Except(["http_response_status_code", "http_route"]));
    }

    private static IEnumerable<string> Alerts() => Published.Component("monitoring").Of("PrometheusRule")
        .SelectMany(r => r.List("spec", "groups")).SelectMany(g => g.List("rules")).Select(r => r.Text("expr")!);

    private static IEnumerable<string> Panels() => Published.Component("monitoring").Of("ConfigMap")
        .SelectMany(d => d.Map("data").Values)
        .SelectMany(json => Expression().Matches(json).Select(m => m.Groups[1].Value.Replace("\\\"", "\"")));

    [GeneratedRegex("\"expr\": \"(.*)\"")]
    private static partial Regex Expression();

    [GeneratedRegex(Name + @"(?=[\{\[)\s<>]|$)")]
    private static partial Regex Metric();

    [GeneratedRegex(Name + @"\{[^}]*\bnamespace=~?""")]
    private static partial Regex InNamespace();

    [GeneratedRegex("_(bucket|count)$")]
    private static partial Regex Suffix();
}
