using System.Diagnostics;
using Spectre.Console;

namespace Erp.Cli.Setup;

/// <summary>Everything that a machine needs, found or installed.</summary>
public static class Machine
{
    /// <summary>What the application needs on a machine without containers.</summary>
    public static IReadOnlyList<Requirement> Requirements { get; } =
    [
        new AptPackage(
            "MariaDB",
            "mysql",
            "the employee service's database",
            ["mariadb-server-core", "mariadb-client-core"],
            () =>
                Programs.Find("mariadb-install-db", "mysql_install_db", "mysqld") is null
                    ? null
                    : Programs.Find("mariadbd", "mysqld")),
        new AptPackage(
            "Redis", "redis", "inboxes and notifications", ["redis-server"],
            () => Programs.Find("redis-server", "valkey-server")),
    ];

    /// <summary>What tests need beside that: a browser, where the distribution has one as a package. On other machines
    /// its tests run with the browser that is there, or are skipped and say so.</summary>
    public static IReadOnlyList<Requirement> ForTests { get; } = Repository.IsDebian
        ?
        [
            new AptPackage(
                "Chromium", "", "the tests of the pages", ["chromium-headless-shell|chromium"],
                () => Programs.Find("chromium-headless-shell", "chromium", "google-chrome", "chrome")),
        ]
        : [];

    /// <summary>What an AppHost with these arguments needs: servers only where no container takes their
    /// place.</summary>
    public static Task PrepareToRunAsync(string[] arguments)
    {
        var configuration = InstalledServers.Configuration(arguments);
        var containers = ContainerRuntime.Current is not null;
        return PrepareAsync(Requirements.Where(r => InstalledServers.Need(r.Backing, configuration, containers)));
    }

    /// <summary>What the tests need: they start servers of their own.</summary>
    public static Task PrepareToTestAsync() => PrepareAsync([.. Requirements, .. ForTests]);

    /// <summary>Installs what is missing, says what it does, and is silent and quick when nothing is.</summary>
    private static async Task PrepareAsync(IEnumerable<Requirement> requirements)
    {
        var integrations = new Integrations(Repository.Root);
        if (integrations.Known() is null) await WithProgressAsync("Aspire integrations", integrations.FindOutAsync);
        foreach (var requirement in requirements)
        {
            if (requirement.Find() is not null) continue;
            AnsiConsole.MarkupLineInterpolated(
                $"[yellow]{requirement.Name}[/] is missing ({requirement.Purpose}); installing it.");
            await WithProgressAsync(
                requirement.Name, async progress => { await requirement.InstallAsync(progress); return "ready"; });
        }
    }

    /// <summary>Builds all projects, and leaves no process behind.</summary>
    public static async Task BuildAllAsync()
    {
        await using var compiler = new CompilerServer();
        await BuildAsync(Repository.File("Erp.sln"), "Debug", [.. compiler.Arguments]);
    }

    /// <summary>Builds one project and what it needs.</summary>
    public static Task BuildAsync(string project, string configuration = "Debug", params string[] arguments) =>
        WithProgressAsync("Build", async progress =>
    {
        progress($"dotnet build {Path.GetFileName(project)}");
        var (succeeded, output) = await Dotnet.RunAsync("build", project, ["-c", configuration, .. arguments]);
        if (succeeded) return "done";
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
}
