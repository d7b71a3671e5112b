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
    public Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, CancellationToken cancellationToken) =>
        Programs.RunAsync(new(Programs.Find(Name)!, arguments), cancellationToken);

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
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (exitCode, output, _) = Programs.RunAsync(new(path, question), patience.Token).GetAwaiter().GetResult();
            return exitCode == 0 ? output.Trim() : null;
        }
        catch (Exception e) when (e is OperationCanceledException or System.ComponentModel.Win32Exception)
        {
            // It does not answer, or is no program that can be started here: no runtime.
            return null;
        }
    }
}
