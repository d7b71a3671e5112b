using System.Globalization;
using System.Runtime.InteropServices;

namespace Erp.Lifecycle.Tests;

/// <summary>A process as Linux shows it below <c>/proc</c>.</summary>
internal sealed partial record LivingProcess(int Id, string CommandLine)
{
    /// <summary>Those whose environment has this variable, and those that work in this folder: Redis writes its
    /// title over its environment.</summary>
    public static IReadOnlyList<LivingProcess> Of(string variable, string workingIn)
    {
        var living = new List<LivingProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                var marked = File.ReadAllText($"{folder}/environ").Contains(variable, StringComparison.Ordinal);
                var worksIn = new FileInfo($"{folder}/cwd").LinkTarget;
                if (marked || worksIn?.StartsWith(workingIn, StringComparison.Ordinal) == true)
                    living.Add(new(id, File.ReadAllText($"{folder}/cmdline").Replace('\0', ' ')));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Ended while we looked.
            }
        }
        return living;
    }

    /// <summary>A variable of its environment; null when it has not that one, or has ended.</summary>
    public string? Variable(string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/environ").Split('\0')
                .FirstOrDefault(v => v.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What its open files are: paths, and names such as <c>anon_inode:inotify</c>.</summary>
    public IReadOnlyList<string> OpenFiles()
    {
        try
        {
            return [.. Directory.GetFiles($"/proc/{Id}/fd").Select(Target).OfType<string>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Sends a signal; false when it has ended.</summary>
    public bool Signal(int signal) => Kill(Id, signal) == 0;

    private static string? Target(string link)
    {
        try { return new FileInfo(link).LinkTarget; }
        catch (IOException) { return null; }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
