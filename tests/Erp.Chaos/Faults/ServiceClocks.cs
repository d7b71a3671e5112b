using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Erp.Chaos.Faults;

/// <summary>Wall clocks of services that can be put forward and back while they run, by a small library that is
/// compiled and loaded before everything else of their processes.</summary>
internal static class ServiceClocks
{
    private const string Source = "clock.c";

    /// <summary>What is not here; null when clocks can be moved.</summary>
    public static string? Missing => OperatingSystem.IsLinux() && Compiler is not null
        ? null
        : "moving a clock needs Linux and a C compiler (cc)";

    private static string? Compiler { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "cc")).FirstOrDefault(File.Exists);

    /// <summary>Gives every service a clock of its own.</summary>
    public static void Add(IDistributedApplicationTestingBuilder builder, string folder)
    {
        if (Missing is not null) return;
        Directory.CreateDirectory(folder);
        var library = Path.Combine(folder, "clock.so");
        using var compiler = Process.Start(
            Compiler!, ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, Source)]);
        compiler.WaitForExit();
        if (compiler.ExitCode != 0) throw new InvalidOperationException($"{Source} cannot be compiled.");
        foreach (var service in builder.Resources.OfType<ProjectResource>().Where(r => Services.All.Contains(r.Name)))
        {
            Set(folder, service.Name, TimeSpan.Zero);
            builder.CreateResourceBuilder(service)
                .WithEnvironment("LD_PRELOAD", library)
                .WithEnvironment("CHAOS_CLOCK", FileOf(folder, service.Name));
        }
    }

    /// <summary>Puts the clock of all replicas of a service.</summary>
    public static void Set(string folder, string service, TimeSpan off)
    {
        // Written in place: the processes have the file mapped.
        using var file = new FileStream(FileOf(folder, service), FileMode.OpenOrCreate, FileAccess.Write);
        file.Write(BitConverter.GetBytes((long)off.TotalSeconds));
    }

    private static string FileOf(string folder, string service) => Path.Combine(folder, service);
}
