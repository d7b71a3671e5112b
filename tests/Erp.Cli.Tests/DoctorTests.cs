using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Cli.Tests;

/// <summary>Container runtimes as <c>erp doctor</c> sees them; programs of these names stand in for them on
/// PATH.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class DoctorTests : IDisposable
{
    private const string DockerUp = """[ "$1" = version ] && echo 28.0.4 28.1.0""";
    private const string DockerTooOld = """[ "$1" = version ] && echo 20.10.24+dfsg1 28.1.0""";
    private const string DockerDown = """echo Cannot connect to the Docker daemon >&2; exit 1""";

    // Podman has no field ID in its information, which docker has.
    private const string PodmanUp =
        """[ "$*" = "info --format {{.Version.Version}} {{.Version.Version}}" ] && echo 5.4.0 5.4.0""";

    private readonly TemporaryFolder _folder = new();

    public DoctorTests() => Requires.Linux();

    public void Dispose() => _folder.Delete();

    [Theory]
    [InlineData(DockerUp, PodmanUp, "", "docker 28.1.0")]
    [InlineData(DockerDown, PodmanUp, "", "podman 5.4.0")]
    [InlineData(DockerUp, PodmanUp, "podman", "podman 5.4.0")]
    [InlineData(DockerDown, DockerDown, "", "no container runtime answers: servers run")]
    [InlineData(DockerTooOld, PodmanUp, "", "podman 5.4.0")]
    [InlineData(
        DockerTooOld, DockerDown, "", "docker's command line is 20.10.24+dfsg1, and Aspire needs 25 or later: servers")]
    public async Task Finds_the_container_runtime_that_answers(
        string docker, string podman, string wanted, string expected)
    {
        Program("docker", docker);
        Program("podman", podman);
        var doctor = await ErpProgram.RunAsync(["doctor"],
            ("PATH", $"{_folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"),
            ("ASPIRE_CONTAINER_RUNTIME", wanted));
        Assert.Contains(expected, WithoutTable().Replace(doctor.Output, " "), StringComparison.Ordinal);
        Assert.DoesNotContain("Node", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_proxy_is_set_and_not_its_password()
    {
        var doctor = await ErpProgram.RunAsync(["doctor"], ("HTTPS_PROXY", "http://ann:secret@proxy:3128"));
        Assert.Contains(
            "HTTPS_PROXY is http://proxy:3128", WithoutTable().Replace(doctor.Output, " "),
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", doctor.Output, StringComparison.Ordinal);
    }

    // A narrow table breaks what it says into lines.
    [GeneratedRegex(@"[\s│]+")]
    private static partial Regex WithoutTable();

    private void Program(string name, string body)
    {
        File.WriteAllText(_folder.File(name), $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
