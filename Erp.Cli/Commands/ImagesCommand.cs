using System.CommandLine;
using System.Text.Json;

namespace Erp.Cli.Commands;

/// <summary><c>erp images</c>: a container image per program. With <c>--push</c> their digests are written to deploy/images.json, from where
/// production takes them.</summary>
public static class ImagesCommand
{
    private static readonly string[] Services = ["Erp.Employee", "Erp.Approval", "Erp.Notification"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var registry = new Option<string>("--registry") { Description = "Registry in front of the names." };
        var tag = new Option<string>("--tag") { Description = "Tag.", DefaultValueFactory = _ => "1.0.0" };
        var from = new Option<string>("--base") { Description = "Base image in place of the Dockerfiles' own." };
        var push = new Option<bool>("--push") { Description = "Push them, and write their digests to deploy/images.json." };
        var command = new Command("images", "Build the container images of the services.") { registry, tag, from, push };
        command.SetAction(async (parsed, _) =>
        {
            var docker = Programs.Find("docker", "podman") ?? throw new ErpException("images need docker or podman.");
            var prefix = parsed.GetValue(registry) is { Length: > 0 } r ? r.TrimEnd('/') + "/" : "";
            if (parsed.GetValue(push) && prefix.Length == 0) throw new ErpException("--push needs --registry.");
            foreach (var program in Services)
            {
                var name = program.ToLowerInvariant().Replace('.', '-');
                var image = $"{prefix}{name}:{parsed.GetValue(tag)}";
                await BuildAsync(docker, program, name, image, parsed.GetValue(from));
                if (parsed.GetValue(push)) await PushAsync(docker, name, image);
            }
            return 0;
        });
        return command;
    }

    private static async Task BuildAsync(string docker, string program, string name, string image, string? from)
    {
        var context = Repository.File("artifacts", "images", name);
        if (Directory.Exists(context)) Directory.Delete(context, recursive: true);
        await Must("dotnet", "publish", Repository.File(program, $"{program}.csproj"), "-c", "Release", "-r", Runtime(), "--self-contained", "-o", context, "-v", "q", "--nologo");
        string[] given = from is null ? [] : ["--build-arg", $"BASE={from}"];
        await Must(docker, ["build", "-t", image, "-f", Repository.File(program, "Dockerfile"), .. given, context]);
        Console.WriteLine($"built {image}");
    }

    private static async Task PushAsync(string docker, string name, string image)
    {
        await Must(docker, "push", image);
        var digest = (await Must(docker, "inspect", "--format", "{{index .RepoDigests 0}}", image)).Trim().Split('@').Last();
        var file = Repository.File("deploy", "images.json");
        var digests = JsonSerializer.Deserialize<SortedDictionary<string, string>>(await File.ReadAllTextAsync(file)) ?? [];
        digests[name] = digest;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(digests, Indented) + "\n");
        Console.WriteLine($"pushed {image}@{digest}");
    }

    private static string Runtime() =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    private static async Task<string> Must(string program, params string[] arguments)
    {
        var (code, output) = await Shell.CaptureAsync(program, arguments);
        return code == 0 ? output : throw new ErpException($"{Path.GetFileName(program)} {arguments[0]} failed:\n{output}");
    }
}
