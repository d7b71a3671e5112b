using System.Diagnostics;
using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>Finds the assembly of the AppHost.</summary>
internal static class AppHosts
{
    public static Assembly AssemblyOf(Type entryPoint) =>
        entryPoint.Assembly.EntryPoint is not null
            ? entryPoint.Assembly
            : throw new InvalidOperationException($"The assembly of {entryPoint} has no entry point; name a type of the AppHost.");

    /// <summary>The caller's own assembly, where it was built with the AppHost's SDK and so knows where the orchestrator is.</summary>
    public static Assembly OfCaller() =>
        new StackTrace().GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
            .OfType<Assembly>()
            .FirstOrDefault(assembly => TestSettings.Noted(assembly, "dcpclipath") is { Length: > 0 })
        ?? Assembly.GetCallingAssembly();
}
