using System.Diagnostics;

namespace Erp.AppHost.Backing;

/// <summary>The container runtime that answers on this machine.</summary>
/// <param name="Name"><c>docker</c> or <c>podman</c>, as Aspire calls it too.</param>
/// <param name="Version">Of its server.</param>
internal sealed record ContainerRuntime(string Name, string Version)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Each is asked for its server: the client alone always answers.
    private static readonly (string Name, string[] Question)[] Known =
    [
        ("docker", ["version", "--format", "{{.Server.Version}}"]),
        ("podman", ["info", "--format", "{{.Version.Version}}"]),
    ];

    private static readonly Lazy<ContainerRuntime?> Found = new(Find);

    /// <summary>The one that <c>ASPIRE_CONTAINER_RUNTIME</c> names, otherwise the first that answers; null when none does. Asked once.</summary>
    public static ContainerRuntime? Current => Found.Value;

    private static ContainerRuntime? Find()
    {
        var wanted = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME");
        return Known.Where(k => wanted is not { Length: > 0 } || k.Name == wanted)
            .Select(k => Ask(k.Name, k.Question) is { } version ? new ContainerRuntime(k.Name, version) : null)
            .FirstOrDefault(runtime => runtime is not null);
    }

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
