using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.AppHost.Eks.Components;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The Dockerfile and the pods agree, and <c>erp images</c> finds out digests.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    public static TheoryData<string, string> Services => new()
    {
        { "employee-service", "Erp.Employee" },
        { "approval-request-service", "Erp.Approval" },
        { "approval-processing-service", "Erp.Approval" },
        { "notification-service", "Erp.Notification" },
        { "web", "Erp.Web" },
    };

    [Theory, MemberData(nameof(Services))]
    public void A_service_s_image_is_built_from_its_program_and_runs_as_the_pod_s_user(string service, string program)
    {
        var deployment = Published.Dev.Concat(Published.Component("web")).One("Deployment", service);
        var dockerfile = File.ReadAllText(Repository.File("deploy", "Dockerfile"));
        Assert.Contains($"/{program.ToLowerInvariant().Replace('.', '-')}:", deployment.Container.Text("image"));
        var user = deployment.Pod.Number("securityContext", "runAsUser");
        Assert.Contains($"USER {user}:{user}\n", dockerfile);
        Assert.Contains("COPY ${PROGRAM} service\n", dockerfile);
        Assert.Contains("ENTRYPOINT [\"/app/service\"]", dockerfile);
        Assert.Matches(new Regex(@"^ARG BASE=\S+:\S+\nFROM \$\{BASE\}$", RegexOptions.Multiline), dockerfile);
    }

    /// <summary>Stands in for docker: one image is found by buildx, the other has to be pulled.</summary>
    private const string Docker = """
        #!/bin/sh
        case "$*" in
          "buildx imagetools inspect --format {{.Manifest.Digest}} apache/kafka:"*) echo sha256:KAFKA ;;
          "pull danielqsj/kafka-exporter:"*) touch "$0.pulled" ;;
          "inspect --format {{index .RepoDigests 0}} danielqsj/kafka-exporter:"*)
            [ -f "$0.pulled" ] && echo danielqsj/kafka-exporter@sha256:EXPORTER ;;
          *) exit 1 ;;
        esac
        """;

    [Fact]
    public void Digests_of_public_images_are_asked_for_and_those_of_others_stay()
    {
        Requires.Linux();
        var (kafka, exporter) = (new string('a', 64), new string('b', 64));
        Program("docker", Docker.Replace("KAFKA", kafka, StringComparison.Ordinal)
            .Replace("EXPORTER", exporter, StringComparison.Ordinal));
        Program("skopeo", "#!/bin/sh\nexit 1\n");
        var file = _folder.File("deploy/images.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, $$"""{ "erp-employee": "{{DigestPins.Unknown}}" }""");
        var inventory = Path.Combine(Published.Folder, "inventory.json");
        var (exit, said) = Images(_folder.Path, "--digests", "--inventory", inventory);
        Assert.True(exit == 0, said);
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!;
        string DigestOf(string image) =>
            digests.Single(d => d.Key.StartsWith($"{image}:", StringComparison.Ordinal)).Value;
        Assert.Equal($"sha256:{kafka}", DigestOf("apache/kafka"));
        Assert.Equal($"sha256:{exporter}", DigestOf("danielqsj/kafka-exporter"));
        Assert.Equal(DigestPins.Unknown, digests["erp-employee"]);
    }

    [Fact]
    public void Each_program_is_built_once_however_many_services_run_it()
    {
        Requires.Linux();
        Program("docker", "#!/bin/sh\necho \"$*\" >> \"$0.calls\"\n");
        var inventory = TwoPrograms();
        var (exit, said) = Images(_folder.Path,
            "--inventory", inventory, "--registry", "registry.example.org", "--tag", "2.0.0", "--no-sbom");
        Assert.True(exit == 0, said);
        Assert.Equal(
            ["erp-ledger:2.0.0 PROGRAM=Erp.Ledger", "erp-payroll:2.0.0 PROGRAM=Erp.Payroll"],
            File.ReadAllLines(_folder.File("docker.calls"))
                .Select(call => Regex.Match(call, "-t registry.example.org/([^ ]+) .*(PROGRAM=[^ ]+)"))
                .Select(call => $"{call.Groups[1]} {call.Groups[2]}"));
    }

    /// <summary>Makes two programs that build to nothing, one of them for two services; gives their
    /// inventory.</summary>
    private string TwoPrograms()
    {
        foreach (var program in (string[])["Erp.Payroll", "Erp.Ledger"])
        {
            Directory.CreateDirectory(_folder.File(program));
            File.WriteAllText(_folder.File($"{program}/{program}.csproj"),
                """<Project><Target Name="Restore" /><Target Name="Publish" /></Project>""");
        }
        var inventory = _folder.File("inventory.json");
        File.WriteAllText(inventory, """
            {
              "public_images": [],
              "services": {
                "books": { "image": "erp-ledger", "project": "Erp.Ledger/Erp.Ledger.csproj", "port": 8086 },
                "audit": { "image": "erp-ledger", "project": "Erp.Ledger/Erp.Ledger.csproj", "port": 8087 },
                "payroll": { "image": "erp-payroll", "project": "Erp.Payroll/Erp.Payroll.csproj", "port": 8085 }
              }
            }
            """);
        return inventory;
    }

    [Fact]
    public void An_image_that_was_pushed_before_is_not_pushed_again()
    {
        Requires.Linux();
        var (there, pushed) = (new string('a', 64), new string('b', 64));
        Program("docker", $$$"""
            #!/bin/sh
            echo "$*" >> "$0.calls"
            case "$*" in
              "buildx imagetools inspect"*"registry.example.org/erp-ledger:2.0.0") echo sha256:{{{there}}} ;;
              buildx*) exit 1 ;;
              inspect*) echo registry.example.org/erp-payroll@sha256:{{{pushed}}} ;;
            esac
            """);
        Program("skopeo", "#!/bin/sh\nexit 1\n");
        var inventory = TwoPrograms();
        Directory.CreateDirectory(_folder.File("deploy"));
        File.WriteAllText(_folder.File("deploy/images.json"), "{}");
        var (exit, said) = Images(_folder.Path,
            "--inventory", inventory, "--registry", "registry.example.org", "--tag", "2.0.0", "--push", "--no-sbom");
        Assert.True(exit == 0, said);
        Assert.Contains("registry.example.org/erp-ledger:2.0.0 is in the registry already", said,
            StringComparison.Ordinal);
        Assert.Equal(["push registry.example.org/erp-payroll:2.0.0"],
            File.ReadAllLines(_folder.File("docker.calls")).Where(c => c.StartsWith("push", StringComparison.Ordinal)));
        var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(_folder.File("deploy/images.json")))!;
        Assert.Equal($"sha256:{there}", digests["erp-ledger"]);
        Assert.Equal($"sha256:{pushed}", digests["erp-payroll"]);
    }

    [Fact]
    public void An_image_has_the_list_of_its_packages()
    {
        Requires.Linux();
        Program("docker", "#!/bin/sh\n");
        Directory.CreateDirectory(_folder.File(".config"));
        File.Copy(Repository.File(".config", "dotnet-tools.json"), _folder.File(".config/dotnet-tools.json"));
        var (missing, output, error) = Published.Run("dotnet", ["tool", "restore"]);
        Assert.SkipWhen(missing != 0, $"The feed has not the tool: {output}{error}");
        // What a restore leaves behind is all that is read; to publish a program takes minutes.
        Directory.CreateDirectory(_folder.File("Erp.Ledger/obj"));
        File.Copy(Repository.File("Erp.Employee", "obj", "project.assets.json"),
            _folder.File("Erp.Ledger/obj/project.assets.json"));
        File.WriteAllText(_folder.File("Erp.Ledger/Erp.Ledger.csproj"),
            """<Project><Target Name="Restore" /><Target Name="Publish" /></Project>""");
        var inventory = _folder.File("inventory.json");
        File.WriteAllText(inventory, """
            {
              "public_images": [],
              "services": { "books": { "image": "erp-ledger", "project": "Erp.Ledger/Erp.Ledger.csproj" } }
            }
            """);
        var (exit, said) = Images(_folder.Path, "--inventory", inventory, "--tag", "2.0.0");
        Assert.True(exit == 0, said);
        // In the folder that becomes the image.
        var sbom = JsonDocument.Parse(
            File.ReadAllText(_folder.File("artifacts/images/erp-ledger/sbom.json"))).RootElement;
        Assert.Equal("CycloneDX", sbom.GetProperty("bomFormat").GetString());
        Assert.Equal("2.0.0", sbom.GetProperty("metadata").GetProperty("component").GetProperty("version").GetString());
        Assert.Contains("MySqlConnector",
            sbom.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_model_says_which_images_there_are()
    {
        Requires.Linux();
        // Nothing is pulled, so nothing is written.
        Program("docker", "#!/bin/sh\necho \"$*\" >> \"$0.calls\"\nexit 1\n");
        Program("skopeo", "#!/bin/sh\nexit 1\n");
        var (exit, said) = Images(Repository.Root, "--digests", "--no-build");
        Assert.Equal(1, exit);
        Assert.Contains("erp: docker pull failed", said, StringComparison.Ordinal);
        Assert.Equal($"pull {Example.Images[0]}", File.ReadAllLines(_folder.File("docker.calls")).Last());
    }

    private (int ExitCode, string Said) Images(string root, params string[] arguments)
    {
        var erp = Repository.Built("tools/Erp.Cli", "erp.dll");
        var path = $"{_folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        var (exit, output, error) = Published.Run(
            "dotnet", [erp, "images", .. arguments], null, ("ERP_ROOT", root), ("PATH", path));
        return (exit, output + error);
    }

    private void Program(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
