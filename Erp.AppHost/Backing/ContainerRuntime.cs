using System.Diagnostics;

namespace Erp.AppHost.Backing;

/// <summary>The container runtime that answers on this machine.</summary>
/// <param name="Name"><c>docker</c> or <c>podman</c>, as Aspire calls it too.</param>
/// <param name="Version">Of its server.</param>
internal sealed record ContainerRuntime(string Name, string Version)
{
    // What the orchestrator asks of docker's command line: with an older one it waits for ever.
    private const int OldestDocker = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Each is asked for its client and its server: the client alone always answers.
    private static readonly (string Name, string[] Question, int OldestClient)[] Known =
    [
        ("docker", ["version", "--format", "{{.Client.Version}} {{.Server.Version}}"], OldestDocker),
        ("podman", ["info", "--format", "{{.Version.Version}} {{.Version.Version}}"], 0),
    ];

    private static readonly Lazy<(ContainerRuntime? Runtime, string Absence)> Found = new(Find);

    /// <summary>The one that <c>ASPIRE_CONTAINER_RUNTIME</c> names, otherwise the first that answers and that Aspire
    /// takes; null when none does. Asked once.</summary>
    public static ContainerRuntime? Current => Found.Value.Runtime;

    /// <summary>Why there is none, for a user to read.</summary>
    public static string Absence => Found.Value.Absence;

    /// <summary>Runs one command of its command line to its end.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Programs.Find(Name)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, error);
    }

    private static (ContainerRuntime? Runtime, string Absence) Find()
    {
        var wanted = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME");
        var absence = "no container runtime answers";
        foreach (var (name, question, oldestClient) in Known)
        {
            if (wanted is { Length: > 0 } && name != wanted) continue;
            if (Ask(name, question)?.Split(' ') is not [var client, var server]) continue;
            if (Major(client) >= oldestClient) return (new(name, server), "");
            absence = $"{name}'s command line is {client}, and Aspire needs {oldestClient} or later";
        }
        return (null, absence);
    }

    private static int Major(string version) => int.TryParse(version.Split('.')[0], out var major) ? major : 0;

    private static string? Ask(string program, string[] question)
    {
        if (Programs.Find(program) is not { } path) return null;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, question)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(Patience)) return process.ExitCode == 0 ? output.Result.Trim() : null;
            process.Kill(entireProcessTree: true);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not a program that can be started here: no runtime.
        }
        return null;
    }
}
