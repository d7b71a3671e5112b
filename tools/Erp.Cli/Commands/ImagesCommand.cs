using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary><c>erp images</c>: a container image per program. With <c>--push</c> their digests are written to
/// deploy/images.json, with <c>--digests</c> those of the public images.</summary>
public static class ImagesCommand
{
    /// <summary>Of the nodes, not of this machine; the .NET runtime of each. Nothing runs while an image is built, so
    /// that any machine builds any.</summary>
    private static readonly OrderedDictionary<string, string> Platforms = new()
    {
        ["linux/amd64"] = "linux-x64", ["linux/arm64"] = "linux-arm64",
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var registry = new Option<string>("--registry") { Description = "Registry in front of the names." };
        var tag = new Option<string>("--tag") { Description = "Tag.", DefaultValueFactory = _ => "1.0.0" };
        var from = new Option<string>("--base") { Description = "Base image in place of the Dockerfile's own." };
        var push = new Option<bool>("--push")
        {
            Description = "Push them, and write their digests to deploy/images.json.",
        };
        var digests = new Option<bool>("--digests")
        {
            Description = "Write the digests of the public images to deploy/images.json; builds only with --push.",
        };
        var inventory = new Option<FileInfo>("--inventory")
        {
            Description = "What 'erp publish --inventory' wrote; without it the model is asked which images there are.",
        };
        inventory.AcceptExistingOnly();
        var noBuild = new Option<bool>("--no-build") { Description = "Ask the model as it was built last." };
        var noSbom = new Option<bool>("--no-sbom")
        {
            Description = "Leave out sbom.json, the list of the packages that are in an image.",
        };
        var platform = new Option<string>("--platform")
        {
            Description = "What the nodes are.", DefaultValueFactory = _ => Platforms.Keys.First(),
        };
        platform.AcceptOnlyFromAmong([.. Platforms.Keys]);
        var command = new Command("images", "Build the container images of the services.")
        {
            registry, tag, from, platform, push, digests, inventory, noBuild, noSbom,
        };
        command.SetAction(async (parsed, _) =>
        {
            var docker = Programs.Find("docker", "podman") ?? throw new ErpException("images need docker or podman.");
            var prefix = parsed.GetValue(registry) is { Length: > 0 } r ? r.TrimEnd('/') + "/" : "";
            if (parsed.GetValue(push) && prefix.Length == 0) throw new ErpException("--push needs --registry.");
            var list = await ImageList.ReadAsync(parsed.GetValue(inventory), build: !parsed.GetValue(noBuild));
            if (parsed.GetValue(digests)) await ImageDigests.ResolveAsync(docker, list.PublicImages);
            if (parsed.GetValue(digests) && !parsed.GetValue(push)) return 0;
            var sbom = !parsed.GetValue(noSbom);
            if (sbom) await Sbom.PrepareAsync();
            foreach (var program in list.Programs)
            {
                var image = $"{prefix}{program.Image}:{parsed.GetValue(tag)}";
                if (parsed.GetValue(push) && await ImageDigests.FindAsync(docker, image) is { } digest)
                {
                    await ImageDigests.SetAsync(program.Image, digest);
                    Console.WriteLine($"{image} is in the registry already and stays what it is; new code wants a new "
                        + "--tag.");
                    continue;
                }
                var context = await CompileAsync(program, parsed.GetValue(platform)!);
                if (sbom) await Sbom.WriteAsync(program, parsed.GetValue(tag)!, context);
                await BuildAsync(docker, program, context, image, parsed.GetValue(platform)!, parsed.GetValue(from));
                if (parsed.GetValue(push)) await PushAsync(docker, program.Image, image);
            }
            return 0;
        });
        return command;
    }

    /// <summary>Publishes a program, and gives the folder.</summary>
    private static async Task<string> CompileAsync(ImageList.Entry program, string platform)
    {
        var context = Repository.File("artifacts", "images", program.Image);
        if (Directory.Exists(context)) Directory.Delete(context, recursive: true);
        var (succeeded, output) = await Dotnet.RunAsync("publish", Repository.File(program.Project),
            "-c", "Release", "-r", Platforms[platform], "--self-contained", "-o", context);
        if (!succeeded) throw new ErpException($"dotnet publish of {program.Project} failed:\n{output}");
        return context;
    }

    private static async Task BuildAsync(
        string docker, ImageList.Entry program, string context, string image, string platform, string? from)
    {
        await Must(docker,
        [
            "build", "--platform", platform, "-t", image, "-f", Repository.File("deploy", "Dockerfile"),
            "--build-arg", $"PROGRAM={Path.GetFileNameWithoutExtension(program.Project)}",
            .. from is null ? Array.Empty<string>() : ["--build-arg", $"BASE={from}"], context,
        ]);
        Console.WriteLine($"built {image}");
    }

    private static async Task PushAsync(string docker, string name, string image)
    {
        await Must(docker, "push", image);
        var reference = await Must(docker, "inspect", "--format", "{{index .RepoDigests 0}}", image);
        var digest = reference.Trim().Split('@').Last();
        await ImageDigests.SetAsync(name, digest);
        Console.WriteLine($"pushed {image}@{digest}");
    }

    /// <summary>Runs a program; its output, or an error that shows it.</summary>
    internal static async Task<string> Must(string program, params string[] arguments)
    {
        var (code, output) = await Shell.CaptureAsync(program, arguments);
        return code == 0
            ? output
            : throw new ErpException($"{Path.GetFileName(program)} {arguments[0]} failed:\n{output}");
    }
}
