using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P4: what alerts and dashboards ask for is known; <c>MetricsTests</c> of the AppHost has the running
/// application emit it.</summary>
public sealed partial class NamedMetricsTests
{
    private const string Name =
        @"\b(erp|http|kafka|kube|kubelet|certmanager|externalsecret|rollout)_[a-z_]+";

    /// <summary>The other samples of a histogram.</summary>
    private static readonly string[] NotAsked = ["http_server_request_duration_seconds_sum"];

    private static readonly IReadOnlyList<string> Expressions = [.. Alerts(), .. Panels()];

    private static readonly Exposition Known = new Exposition()
        .Add(File.ReadAllText(Exposition.ServicesFile)).Add(File.ReadAllText(Exposition.OthersFile));

    [Fact]
    public void Alerts_and_dashboards_ask_for_one_namespace_only()
    {
        // Several applications may share a cluster, and with it a Prometheus.
        Assert.All(Expressions, text => Assert.Equal(Metric().Count(text), InNamespace().Count(text)));
        Assert.NotEmpty(Expressions);
    }

    [Fact]
    public void Alerts_and_dashboards_name_no_other_metric() =>
        Assert.Empty(Named().Except(Known.Names).Except(["http_response_status_code", "http_route"]));

    [Fact]
    public void What_is_known_is_asked_for() => Assert.Empty(Known.Names.Except([.. Named(), .. NotAsked]));

    [Fact]
    public void An_operator_is_asked_by_both_names_of_an_objects_namespace()
    {
        // Whoever scrapes it without honouring its labels, as the operators' charts do, gets its own namespace.
        var exported = Expressions
            .SelectMany(text => Metric().Matches(text).Select(m => (m.Value, Text: text)))
            .Where(asked => Known.Has(asked.Value, "exported_namespace")).ToList();
        Assert.NotEmpty(exported);
        Assert.All(exported, asked => Assert.Matches(
            asked.Value + @"\{[^}]*\bnamespace=~""\.\+"",exported_namespace=""", asked.Text));
    }

    private static IEnumerable<string> Named() =>
        Expressions.SelectMany(text => Metric().Matches(text).Select(m => m.Value)).Distinct();

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
}
