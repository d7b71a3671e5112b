using System.Text.Json;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Whichever way one publishes, the same is said, once: the summary, or the list of problems and a failing
/// exit code.</summary>
public sealed class RoadTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Delete();

    [Fact]
    public void The_AppHost_by_itself() => AssertSays(options =>
        AppHostProcess.Publish(_home.File("manifests"), ["--Eks:DryRun=true", .. options]));

    [Fact]
    public void The_command_line() => AssertSays(options =>
        Run("dotnet", [Cli, "publish", "--no-build", "--dry-run", "--", .. options]));

    [Fact]
    public void Aspire_s_own_command_line()
    {
        Requires.Program("aspire");
        AssertSays(options => Run("aspire", ["publish", .. Quietly, "--", "--Eks:DryRun=true", .. options]));
    }

    [Fact]
    public void Aspire_s_own_command_line_lists_the_steps_with_their_order_and_descriptions()
    {
        Requires.Program("aspire");
        string[] arguments = ["do", "--list-steps", "--format", "json", .. Quietly];
        var (exit, output, error) = Published.Run("aspire", arguments, null, ("HOME", _home.Path));
        Assert.True(exit == 0, output + error);
        var json = output[output.IndexOf('[', StringComparison.Ordinal)..];
        var steps = JsonDocument.Parse(json).RootElement.EnumerateArray()
            .ToDictionary(step => step.GetProperty("name").GetString()!);
        Assert.Equal("eks-validate", DependsOn("eks-publish"));
        Assert.Contains("eks-publish", DependsOn("publish"), StringComparison.Ordinal);
        Assert.Equal("eks-publish", DependsOn("eks-diff"));
        Assert.Equal("eks-registry", DependsOn("eks-images"));
        Assert.Equal("eks-images eks-diff", DependsOn("eks-apply"));
        Assert.Equal("eks-apply", DependsOn("eks-wait"));
        Assert.Contains("eks-addresses", DependsOn("deploy"), StringComparison.Ordinal);
        Assert.Contains("eks-delete", DependsOn("destroy"), StringComparison.Ordinal);
        Assert.All(steps.Where(step => step.Key.StartsWith("eks-", StringComparison.Ordinal)),
            step => Assert.NotEmpty(step.Value.GetProperty("description").GetString()!));

        string DependsOn(string name) =>
            string.Join(' ', steps[name].GetProperty("dependsOn").EnumerateArray().Select(d => d.GetString()));
    }

    private static readonly string Cli = Repository.Built("tools/Erp.Cli", "erp.dll");

    private static readonly string AppHost = Repository.File("Erp.AppHost", "Erp.AppHost.csproj");

    private static readonly string[] Quietly = ["--non-interactive", "--nologo", "--no-build", "--apphost", AppHost];

    private (int ExitCode, string Said) Run(string program, string[] arguments)
    {
        var (exit, output, error) = Published.Run(program, arguments, null, ("HOME", _home.Path), ("COLUMNS", "1000"));
        return (exit, output + error);
    }

    private static void AssertSays(Func<string[], (int ExitCode, string Said)> publish)
    {
        var (exit, said) = publish([]);
        Assert.True(exit == 0, said);
        AssertOnce(said, "Deployment/employee-service               2-3       200m/500m    256Mi/512Mi    - ");
        AssertOnce(said, "Dry run: nothing was written; would write ");

        (exit, said) = publish(["--Eks:Tag=latest", "--Eks:Taag=1.0.1"]);
        Assert.NotEqual(0, exit);
        AssertOnce(said, "  option Eks: Tag: 'latest' is not a tag that stays the same");
        AssertOnce(said, "  option Eks: Taag: is not a setting; those are ");
        Assert.Contains("2 problem(s), nothing was written.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    private static void AssertOnce(string said, string text) =>
        Assert.Single(said.Split('\n'), line => line.Contains(text, StringComparison.Ordinal));
}
