using System.Collections.Concurrent;

namespace Erp.TestSupport;

/// <summary>A folder that is gone after the test; with the process at the latest, however its test ended.</summary>
public sealed class TemporaryFolder
{
    private static readonly ConcurrentDictionary<TemporaryFolder, bool> Left = new();

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var folder in Left.Keys) folder.Delete();
    };

    /// <summary>Makes it.</summary>
    public TemporaryFolder() => Left[this] = true;

    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("erp-test-").FullName;

    /// <summary>A path in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes it with what is in it.</summary>
    public void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // By the test itself.
        }
        catch (IOException)
        {
            return; // a dying server may still write; it is tried again at the end
        }
        Left.TryRemove(this, out _);
    }
}
