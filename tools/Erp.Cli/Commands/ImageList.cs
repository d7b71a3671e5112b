using System.Text.Json;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary>Which images there are, as the model says: what <c>erp publish --inventory</c> writes.</summary>
internal sealed record ImageList(
    IReadOnlyList<string> PublicImages, IReadOnlyDictionary<string, ImageList.Entry> Services)
{
    /// <param name="Image">Without registry and tag.</param>
    /// <param name="Project">What it is built from, as seen from the repository.</param>
    internal sealed record Entry(string Image, string Project);

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>One per program, however many services run it.</summary>
    public IEnumerable<Entry> Programs => Services.Values.Distinct().OrderBy(s => s.Image, StringComparer.Ordinal);

    /// <summary>That of a file, or of the model, as it is now or as it was built last.</summary>
    public static async Task<ImageList> ReadAsync(FileInfo? file, bool build)
    {
        var path = file?.FullName ?? await OfModelAsync(build);
        try
        {
            return JsonSerializer.Deserialize<ImageList>(await File.ReadAllTextAsync(path), Json)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ErpException($"{path} is not what ./erp publish --inventory writes: {e.Message}");
        }
    }

    private static async Task<string> OfModelAsync(bool build)
    {
        if (build) await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"));
        var folder = Repository.File("artifacts", "images");
        // A deployment runs this inside of Aspire's own command line, whose AppHost is another one.
        var (exit, said) = await Shell.CaptureAsync(
            "dotnet", Pipeline.Arguments("publish", "--output-path", folder, "--Eks:InventoryOnly=true"), null,
            ("ASPIRE_BACKCHANNEL_PATH", null));
        return exit == 0
            ? Path.Combine(folder, "inventory.json")
            : throw new ErpException($"the model does not say which images there are:\n{said}");
    }
}
