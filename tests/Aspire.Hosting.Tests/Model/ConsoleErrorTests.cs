using System.Diagnostics;
using Aspire.Hosting.SampleAppHost;

namespace Aspire.Hosting.Tests.Model;

/// <summary>What a user of an AppHost sees of a mistake: asked of a real process.</summary>
public class ConsoleErrorTests
{
    [Theory]
    [InlineData("--operation is 'deploy'; use run or publish.", "--operation", "deploy")]
    [InlineData("There is no pipeline step 'nowhere', which was asked for.", "--operation", "publish", "--step", "nowhere")]
    [InlineData("Step 'publish-manifest' failed: The manifest needs '--output-path FILE'.", "--publisher", "manifest")]
    public async Task A_mistake_is_one_line_and_exit_code_1(string line, params string[] args)
    {
        var (exitCode, _, errors) = await RunAsync(args);

        Assert.Equal(1, exitCode);
        Assert.Equal(line, errors.Trim());
    }

    [Fact]
    public async Task A_fault_in_code_keeps_its_stack_trace()
    {
        var (exitCode, _, errors) = await RunAsync("--fail");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("The sample fails on purpose.", errors, StringComparison.Ordinal);
        Assert.Contains("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_the_manifest_ends_with_exit_code_0()
    {
        var folder = Directory.CreateTempSubdirectory("published");
        var path = Path.Combine(folder.FullName, "manifest.json");

        var (exitCode, output, errors) = await RunAsync("--publisher", "manifest", "--output-path", path);

        Assert.True(exitCode == 0, errors);
        Assert.Contains(path, output, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
        folder.Delete(recursive: true);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Sample).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
