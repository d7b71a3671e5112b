namespace Erp.Cli.Commands;

/// <summary>The list of packages that are in an image, in CycloneDX's form, by the tool of .config/dotnet-tools.json.
/// It is /app/sbom.json in the image, and stays in artifacts/images.</summary>
internal static class Sbom
{
    /// <summary>Gets the tool.</summary>
    public static async Task PrepareAsync()
    {
        var (exit, said) = await Shell.CaptureAsync("dotnet", ["tool", "restore"]);
        if (exit == 0) return;
        throw new ErpException($"the tool that lists packages is missing; --no-sbom does without:\n{said}");
    }

    /// <summary>Writes the list of a published program, of what was restored for it.</summary>
    public static Task WriteAsync(ImageList.Entry program, string version, string folder) => ImagesCommand.Must(
        "dotnet", "tool", "run", "dotnet-CycloneDX", "--", Repository.File(program.Project),
        "--disable-package-restore",
        "--output-format", "Json", "--set-name", program.Image, "--set-version", version, "--output", folder,
        "--filename", "sbom.json");
}
