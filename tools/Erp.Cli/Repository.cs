using System.Runtime.InteropServices;

namespace Erp.Cli;

/// <summary>Where things are: the checkout and its projects.</summary>
public static class Repository
{
    /// <summary>The checkout's root; the <c>erp</c> script names it, otherwise the nearest folder above with
    /// Erp.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file of the checkout.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The test projects, in the order of their names.</summary>
    public static IReadOnlyList<string> TestProjects() =>
        [
            .. Directory.EnumerateFiles(File("tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal),
        ];

    /// <summary>True on Debian and its derivatives, where missing programs are installed with apt-get.</summary>
    public static bool HasApt { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && Programs.Find("apt-get") is not null;

    private const string Release = "/etc/os-release";

    /// <summary>True on Debian itself, whose packages have programs that Ubuntu's do not.</summary>
    public static bool IsDebian { get; } =
        HasApt && System.IO.File.Exists(Release) && System.IO.File.ReadLines(Release).Contains("ID=debian");

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("ERP_ROOT") is { Length: > 0 } named) return Path.GetFullPath(named);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Erp.sln"))) return folder.FullName;
        throw new ErpException("run this from a checkout: no Erp.sln above this program.");
    }
}
