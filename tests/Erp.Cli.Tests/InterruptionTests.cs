using System.Globalization;
using System.Runtime.Versioning;
using Erp.TestSupport;

namespace Erp.Cli.Tests;

/// <summary>Told to end while the SDK builds, restores or publishes, the command line goes no further. The SDK is the
/// real one, which ends with exit code 0 when it is told to; the projects wait until it is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InterruptionTests : IDisposable
{
    private const int Terminated = 143;
    private readonly TemporaryFolder _checkout = new();

    public InterruptionTests() => Requires.Linux();

    public void Dispose() => _checkout.Delete();

    [Theory]
    [InlineData("publish")]
    [InlineData("run --Backing:mysql=container --Backing:redis=container")]
    [InlineData("images --no-sbom --inventory INVENTORY")]
    public async Task Who_is_told_to_end_tells_the_SDK_and_begins_nothing_after_it(string line)
    {
        var result = await RunAsync(line, (erp, _) => erp);
        Assert.Equal(Terminated, result.ExitCode);
        Assert.Contains("erp: stopped.", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"/proc/{Begun()}"));
        Assert.False(File.Exists(_checkout.File("Integrations.props")));
    }

    [Theory]
    [InlineData("publish", "erp: the build failed")]
    [InlineData("run", "erp: the restore of Aspire's integrations did not finish; try again.")]
    [InlineData("images", "erp: the build failed")]
    [InlineData("images --no-sbom --inventory INVENTORY",
        "erp: dotnet publish of Erp.Employee/Erp.Employee.csproj failed")]
    public async Task What_was_told_to_end_has_not_succeeded(string line, string why)
    {
        (await RunAsync(line, (_, sdk) => sdk)).AssertRefused(why);
        Assert.False(File.Exists(_checkout.File("Integrations.props")));
    }

    private Task<ErpProgram.Result> RunAsync(string line, Func<int, int, int> told)
    {
        foreach (var name in (string[])["Erp.AppHost", "Erp.Employee"])
        {
            Directory.CreateDirectory(_checkout.File(name));
            File.WriteAllText(_checkout.File($"{name}/{name}.csproj"), """<Project Sdk="Microsoft.NET.Sdk" />""");
        }
        File.WriteAllText(_checkout.File("inventory.json"), """
            {
              "public_images": [],
              "services": { "employee": { "image": "erp-employee", "project": "Erp.Employee/Erp.Employee.csproj" } }
            }
            """);
        line = line.Replace("INVENTORY", _checkout.File("inventory.json"), StringComparison.Ordinal);
        File.WriteAllText(_checkout.File("Directory.Build.props"), """
            <Project><PropertyGroup>
              <AspireVersion>1.0.0</AspireVersion>
              <TargetFramework>net10.0</TargetFramework>
            </PropertyGroup></Project>
            """);
        // The parent of the shell is the SDK.
        var (begin, begun) = (_checkout.File("begin"), _checkout.File("begun"));
        File.WriteAllText(_checkout.File("Directory.Build.targets"), $"""
            <Project><Target Name="Hang" BeforeTargets="Restore">
              <Exec Command="printf $PPID &gt; {begin}; mv {begin} {begun}; while kill -0 $PPID; do sleep 0.2; done" />
            </Target></Project>
            """);
        File.WriteAllText(_checkout.File("docker"), "#!/bin/sh\necho 28.0.4 28.1.0\n");
        File.SetUnixFileMode(_checkout.File("docker"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return ErpProgram.RunAsync(line.Split(' '), async erp =>
        {
            await Eventually.TrueAsync(() => File.Exists(begun), TimeSpan.FromSeconds(60));
            await Signals.SendAsync(told(erp.Id, int.Parse(Begun(), CultureInfo.InvariantCulture)), "TERM");
        },
        ("ERP_ROOT", _checkout.Path),
        ("PATH", $"{_checkout.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"));
    }

    private string Begun() => File.ReadAllText(_checkout.File("begun"));
}
