namespace Aspire.Hosting.Tests.Dcp;

/// <summary>The processes of this machine, as Linux shows them.</summary>
internal static class ProcessTable
{
    /// <summary>
    /// Command lines of all processes that have this text in their environment. What is given to a process there it hands down
    /// to all that it starts, so nothing that it left behind escapes.
    /// </summary>
    public static IReadOnlyList<string> WithEnvironment(string text)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid) || pid == Environment.ProcessId)
                continue;
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Contains(text, StringComparison.Ordinal))
                    found.Add($"{pid} {File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ')}");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended in between, or somebody else's.
            }
        }
        return found;
    }
}

/// <summary>A test that reads <c>/proc</c>.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Reads /proc, which only Linux has.";
    }
}
