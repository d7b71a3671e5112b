using System.Runtime.InteropServices;

namespace Erp.Bench.Reporting;

/// <summary>On what was measured.</summary>
internal static class Machine
{
    /// <summary>Processors, memory, system, runtime and build.</summary>
    public static string Describe() =>
        $"{Environment.ProcessorCount} processors {Processor()}({RuntimeInformation.ProcessArchitecture}), "
            + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.FrameworkDescription}, Release";

    private static string Processor()
    {
        const string Name = "model name";
        return File.Exists("/proc/cpuinfo")
            && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal)) is
                { } line
            ? line[(line.IndexOf(':') + 2)..] + " " : "";
    }
}
