using System.Globalization;

namespace Erp.Bench.Running;

/// <summary>A control group of Linux with limits of processor time and memory, version 1 or 2: what a pod gives to its
/// container. Needs the right to make one (root).</summary>
internal sealed class ControlGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private readonly List<string> _folders = [];

    public ControlGroup(string name, double processors, long bytes)
    {
        var quota = ((long)(processors * 100_000)).ToString(CultureInfo.InvariantCulture);
        var memory = bytes.ToString(CultureInfo.InvariantCulture);
        try
        {
            if (File.Exists(Path.Combine(Root, "cgroup.controllers")))
                Make(Path.Combine(Root, name), ("cpu.max", $"{quota} 100000"), ("memory.max", memory));
            else
            {
                Make(Path.Combine(Root, "cpu", name), ("cpu.cfs_period_us", "100000"), ("cpu.cfs_quota_us", quota));
                Make(Path.Combine(Root, "memory", name), ("memory.limit_in_bytes", memory));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new BenchException($"no control group can be made here: {e.Message}");
        }
    }

    /// <summary>The files that a process writes its id to in order to be under the limits, with all that it
    /// starts.</summary>
    public IEnumerable<string> Processes => _folders.Select(folder => Path.Combine(folder, "cgroup.procs"));

    /// <summary>Removes the group; what is left of its processes must have ended.</summary>
    public void Dispose()
    {
        foreach (var folder in _folders.Where(Directory.Exists)) Directory.Delete(folder);
    }

    private void Make(string folder, params (string File, string Value)[] limits)
    {
        Directory.CreateDirectory(folder);
        _folders.Add(folder);
        foreach (var (file, value) in limits) File.WriteAllText(Path.Combine(folder, file), value);
    }
}
