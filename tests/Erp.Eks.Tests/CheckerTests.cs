using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Every way in which the manifests can be put together builds, and passes the strict checker: no error, and
/// no warning but those that docs/adr argues.</summary>
public sealed class CheckerTests
{
    private static readonly string[] Sets =
    [
        "",
        "network-policy",
        "autoscaling",
        "zone-spread",
        "monitoring",
        "tls",
        "external-secrets",
        "web",
        "web rollouts",
        "image-digests",
        "web autoscaling rollouts",
        "network-policy web network-policy-web",
        "monitoring tls",
        "web network-policy network-policy-web monitoring network-policy-monitoring",
        "network-policy external-secrets tls",
        "network-policy autoscaling zone-spread external-secrets image-digests",
        "web network-policy network-policy-web monitoring network-policy-monitoring tls rollouts",
    ];

    public static TheoryData<string> Combinations => [.. Sets];

    [Theory]
    [InlineData("")]
    [InlineData("overlays/prod")]
    [InlineData("overlays/local")]
    public void What_is_committed_passes(string folder)
    {
        RequiresChecker();
        AssertPasses(Published.Render(folder));
    }

    [Theory, MemberData(nameof(Combinations))]
    public void Components_pass_in_every_listed_combination(string components)
    {
        RequiresChecker();
        var names = components.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var secret = names.Contains("external-secrets") ? "" : """

            secretGenerator:
              - name: erp-secret
                namespace: erp-dev
                envs: [erp-secret.env]
                options: {disableNameSuffixHash: true}
            """;
        AssertPasses(Published.Render("combination", $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [{string.Join(", ", Published.Folders.Select(f => $"../{f}"))}]
            components: [{string.Join(", ", names.Select(n => $"../components/{n}"))}]{secret}
            """));
    }

    [Fact]
    public void Each_component_is_in_some_combination() => Assert.Equal(
        // What patches aspirate's output is tested on that.
        Directory.EnumerateDirectories(Path.Combine(Published.Folder, "components"))
            .Select(d => Path.GetFileName(d)!)
            .Where(d => d != "aspirate")
            .Order(),
        Sets.SelectMany(s => s.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order());

    [Theory]
    [InlineData("")]
    [InlineData("overlays/prod")]
    public void With_Amazon_MSK_it_passes_too(string folder)
    {
        RequiresChecker();
        var files = new TemporaryFolder();
        try
        {
            var output = files.File("msk");
            var (exit, said) = AppHostProcess.Publish(output,
                "--Eks:Broker=msk", "--Eks:Msk:Bootstrap=b-1.example.org:9096,b-2.example.org:9096");
            Assert.True(exit == 0, said);
            var secret = Path.Combine(output, "erp-secret.env");
            File.Copy($"{secret}.example", secret, overwrite: true);
            var (rendered, manifests, error) =
                Published.Run("kubectl", ["kustomize", Path.Combine(output, folder)]);
            Assert.True(rendered == 0, error);
            AssertPasses(manifests);
        }
        finally
        {
            files.Delete();
        }
    }

    private static void RequiresChecker()
    {
        Requires.Program("kubectl");
        Requires.Variable("K8S_CHECK");
    }

    private static void AssertPasses(string manifests)
    {
        var check = Environment.GetEnvironmentVariable("K8S_CHECK")!;
        var (_, output, error) = Published.Run("python3", [check, "--json", "--min", "warn", "-"], manifests);
        Assert.True(output.StartsWith('['), output + error);
        var accepted = Accepted();
        var findings = JsonDocument
            .Parse(output)
            .RootElement.EnumerateArray()
            .Select(f =>
                (
                    Severity: f.GetProperty("sev").GetString(),
                    Rule: f.GetProperty("rule").GetString()!,
                    Object: f.GetProperty("obj").GetString()!,
                    Message: f.GetProperty("msg").GetString()));
        Assert.Empty(
            findings
                .Where(f =>
                    f.Severity == "ERROR"
                    || !accepted.Any(a =>
                        FileSystemName.MatchesSimpleExpression(a.Rule, f.Rule)
                        && FileSystemName.MatchesSimpleExpression(a.Object, f.Object)))
                .Select(f => $"{f.Severity} {f.Rule} {f.Object}: {f.Message}"));
    }

    /// <summary>The table of the decision record: rule and object of every warning that is argued there.</summary>
    private static IReadOnlyList<(string Rule, string Object)> Accepted()
    {
        var record = Assert.Single(Directory.EnumerateFiles(Repository.File("docs", "adr"), "*-accepted-warnings.md"));
        return [
            .. Regex.Matches(File.ReadAllText(record), @"^\| `([^`]+)` \| `([^`]+)` \|", RegexOptions.Multiline)
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value)),
        ];
    }
}
