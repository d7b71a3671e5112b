namespace Erp.Cli;

/// <summary>Builds, restores and publishes with the .NET SDK.</summary>
public static class Dotnet
{
    /// <summary>Runs a command of MSBuild. One that is terminated midway ends with exit code 0 and without a word, so
    /// only its summary is believed.</summary>
    public static async Task<(bool Succeeded, string Output)> RunAsync(
        string command, string project, params string[] arguments)
    {
        string[] all = [command, project, "-v", "q", "--nologo", "-clp:Summary", .. arguments];
        var (code, output) = await Shell.CaptureAsync("dotnet", all, null, ("DOTNET_CLI_UI_LANGUAGE", "en"));
        return (code == 0 && output.Contains("Build succeeded.", StringComparison.Ordinal), output);
    }
}
