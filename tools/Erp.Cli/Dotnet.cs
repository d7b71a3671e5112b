namespace Erp.Cli;

/// <summary>Builds, restores and publishes with the .NET SDK.</summary>
public static class Dotnet
{
    /// <summary>Runs a command of MSBuild. One that is terminated midway ends with exit code 0 and without a word, so
    /// only its summary is believed. A compiler that lives for a minute keeps no profiles of itself, which cost it as
    /// much as compiling does (bench/README.md).</summary>
    public static async Task<(bool Succeeded, string Output)> RunAsync(
        string command, string project, params string[] arguments)
    {
        string[] all = [command, project, "-v", "q", "--nologo", "-clp:Summary", .. arguments];
        var (code, output) = await Shell.CaptureAsync(
            "dotnet", all, null, ("DOTNET_CLI_UI_LANGUAGE", "en"), ("DOTNET_TieredPGO", "0"));
        return (code == 0 && output.Contains("Build succeeded.", StringComparison.Ordinal), output);
    }
}
