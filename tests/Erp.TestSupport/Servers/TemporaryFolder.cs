namespace Erp.TestSupport;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("erp-test-").FullName;

    /// <summary>A path in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes it with what is in it.</summary>
    public void Delete()
    {
        try { Directory.Delete(Path, recursive: true); }
        catch (IOException) { /* a dying server may still write; the system's cleaner has the rest */ }
    }
}
