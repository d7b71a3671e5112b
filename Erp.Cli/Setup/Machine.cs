using System.Diagnostics;
using Spectre.Console;

namespace Erp.Cli.Setup;

/// <summary>Everything that a machine needs, found or installed.</summary>
public static class Machine
{
    private static readonly string[] LibraryFolders = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib"];

    /// <summary>What the application needs on a machine without containers.</summary>
    public static IReadOnlyList<Requirement> Requirements(string feed)
    {
        var list = new List<Requirement>
        {
            new AptPackage("MariaDB", "the employee service's database", ["mariadb-server-core", "mariadb-client-core"],
                () => Shell.Find("mariadb-install-db", "mysql_install_db", "mysqld") is null ? null : Shell.Find("mariadbd", "mysqld")),
            new AptPackage("Redis", "inboxes and notifications", ["redis-server"], () => Shell.Find("redis-server", "valkey-server")),
            new AptPackage("libmongoc", "the MongoDB client library", ["libmongoc-1.0-0t64|libmongoc-1.0-0"], () => SharedLibrary("libmongoc-1.0.so.0")),
        };
        if (feed == "full") return list;
        list.Add(new AptPackage("C compiler", "builds librdkafka once", ["gcc", "g++", "make"],
            () => new NativeKafkaLibrary().Find() ?? (Shell.Find("g++") is null || Shell.Find("make") is null ? null : Shell.Find("gcc"))));
        list.Add(new NativeKafkaLibrary());
        return list;
    }

    /// <summary>Installs what is missing, says what it does, and is silent and quick when nothing is.</summary>
    public static async Task PrepareAsync(bool containers = false)
    {
        var feed = Feed.Known() ?? await WithProgressAsync("NuGet feed", Feed.FindOutAsync);
        foreach (var requirement in Requirements(feed))
        {
            if (requirement.Find() is not null || (containers && requirement is AptPackage)) continue;
            AnsiConsole.MarkupLineInterpolated($"[yellow]{requirement.Name}[/] is missing ({requirement.Purpose}); installing it.");
            await WithProgressAsync(requirement.Name, async progress => { await requirement.InstallAsync(progress); return "ready"; });
        }
    }

    /// <summary>Builds the solution, or one project of it.</summary>
    public static Task BuildAsync(string project) => WithProgressAsync("Build", async progress =>
    {
        progress($"dotnet build {Path.GetFileName(project)}");
        var (code, output) = await Shell.CaptureAsync("dotnet", ["build", project, "-v", "q", "--nologo"]);
        if (code == 0) return "done";
        await Console.Error.WriteLineAsync(output);
        throw new ErpException("the build failed; see above.");
    });

    private static async Task<string> WithProgressAsync(string title, Func<Action<string>, Task<string>> work)
    {
        var watch = Stopwatch.StartNew();
        string result;
        if (AnsiConsole.Profile.Capabilities.Interactive)
        {
            result = await AnsiConsole.Status().StartAsync(title, context =>
                work(step => context.Status(Markup.Escape($"{title}: {step}"))));
        }
        else
        {
            result = await work(step => Console.WriteLine($"{title}: {step} …"));
        }
        Console.WriteLine($"{title}: {result} ({watch.Elapsed.TotalSeconds:0.0} s)");
        return result;
    }

    private static string? SharedLibrary(string name) =>
        LibraryFolders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder, "*-linux-gnu*").Prepend(folder))
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
