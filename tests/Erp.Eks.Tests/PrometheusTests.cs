using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Alert rules, dashboards and the queries of canaries, by Prometheus' own grammar and against the metrics
/// that there are: each asks for the application's own namespace only, since several may share a cluster.</summary>
public sealed class PrometheusTests
{
    private static readonly string[] FromTheScrape =
        ["--target-label", "app", "--target-label", "namespace", "--target-label", "rollouts_pod_template_hash"];

    [Fact]
    public void Rules_dashboards_and_canaries_pass_the_strict_checker() => StrictCheck.AssertPasses(
        "PROMETHEUS_CHECK",
        [
            "--docs", Repository.Root, "--require-matcher", "namespace", .. FromTheScrape,
            "--metrics", Exposition.ServicesFile, "--metrics", Exposition.OthersFile,
            Path.Combine(Published.Folder, "components"),
        ]);
}
