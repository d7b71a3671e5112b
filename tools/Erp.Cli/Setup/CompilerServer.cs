using System.Diagnostics;

namespace Erp.Cli.Setup;

/// <summary>The C# compiler as a process of its own for one build of many projects: it is warm after the first of them,
/// where a compiler for each would begin cold. It ends with the build.</summary>
public sealed class CompilerServer : IAsyncDisposable
{
    private const string Sdk = "Base Path:";
    private readonly string _pipe = $"erp-{Guid.NewGuid():N}";

    /// <summary>For <c>dotnet build</c>, whatever the environment says.</summary>
    public IReadOnlyList<string> Arguments => ["-p:UseSharedCompilation=true", $"-p:SharedCompilationId={_pipe}"];

    /// <summary>Ends it, also after an interruption; without one that runs nothing happens.</summary>
    public async ValueTask DisposeAsync()
    {
        var folder = (await RunAsync("--info")).Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(Sdk, StringComparison.Ordinal))?[Sdk.Length..].Trim();
        if (folder is null) return;
        var compiler = Path.Combine(folder, "Roslyn", "bincore", "VBCSCompiler.dll");
        await RunAsync(compiler, $"-pipename:{_pipe}", "-shutdown");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" } };
        return (await Programs.RunAsync(start, CancellationToken.None)).Output;
    }
}
