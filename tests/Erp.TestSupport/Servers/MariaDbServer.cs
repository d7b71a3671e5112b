using System.Diagnostics;
using System.Globalization;
using MySqlConnector;

namespace Erp.TestSupport;

/// <summary>A MariaDB server of this test's own. Its data folder is copied from a template that is made once per
/// machine, so that it starts in about a second.</summary>
/// <param name="options">Further ones of its command line.</param>
public sealed class MariaDbServer(params IReadOnlyList<string> options) : IAsyncLifetime
{
    private static readonly string Server = Programs.Find("mariadbd") ?? "mariadbd";
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;
    private int _databases;

    /// <summary>Port on 127.0.0.1; stays the same over a restart.</summary>
    public int Port { get; private set; }

    /// <summary>For <c>ConnectionStrings:mysql</c>; database <c>erp</c>, which is there and empty.</summary>
    public string ConnectionString => For("erp");

    /// <summary>Makes an empty database, so that tests that share this server do not meet; returns its connection
    /// string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"erp_{Interlocked.Increment(ref _databases)}";
        await using var connection = new MySqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the name is made here
        command.CommandText = $"CREATE DATABASE {name} CHARACTER SET utf8mb4";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return For(name);
    }

    /// <summary>Starts it; also after <see cref="StopAsync"/>, with the data that it had.</summary>
    public async Task StartAsync()
    {
        if (Port == 0)
        {
            Port = FreePort.Next();
            await RunAsync("cp", ["-r", await TemplateAsync(), _folder.File("data")]);
            await File.WriteAllTextAsync(_folder.File("init.sql"), """
                SET SESSION sql_log_bin = OFF;
                CREATE DATABASE IF NOT EXISTS erp CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS 'erp'@'%' IDENTIFIED BY 'erp';
                GRANT ALL ON *.* TO 'erp'@'%' WITH GRANT OPTION;
                """);
        }
        _process = ServerProcess.Start(
            Server,
            [
                "--no-defaults",
                $"--datadir={_folder.File("data")}",
                $"--port={Port.ToString(CultureInfo.InvariantCulture)}",
                "--bind-address=127.0.0.1",
                $"--socket={_folder.File("s")}",
                $"--pid-file={_folder.File("pid")}",
                $"--init-file={_folder.File("init.sql")}",
                $"--user={Environment.UserName}",
                "--skip-name-resolve",
                "--skip-log-bin",
                "--performance-schema=OFF",
                // Pools of services that have ended keep theirs for a while.
                "--max-connections=1000",
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-log-file-size=8M",
                .. options,
            ],
            _folder.File("mariadb.log"));
        await _process.WaitUntilReadyAsync(
            async () =>
            {
                await using var connection = new MySqlConnection(
                    ConnectionString + ";Pooling=false;Connection Timeout=2");
                await connection.OpenAsync();
                return true;
            },
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Kills it; its data stays for the next start.</summary>
    public async Task StopAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    ValueTask IAsyncLifetime.InitializeAsync() => new(StartAsync());

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await StopAsync();
        _folder.Delete();
    }

    private string For(string database) =>
        $"Server=127.0.0.1;Port={Port};User ID=erp;Password=erp;Database={database};SslMode=Disabled";

    // Several test processes may want it at once: each makes its own, the first rename wins, the others throw theirs
    // away.
    private static async Task<string> TemplateAsync()
    {
        var version = (await RunAsync(Server, ["--version"])).Trim();
        var name = "erp-test-mariadb-" + string.Concat(version.Where(char.IsAsciiLetterOrDigit));
        var template = Path.Combine(Path.GetTempPath(), name + "-" + Environment.UserName);
        if (Directory.Exists(template)) return template;
        var mine = Directory.CreateTempSubdirectory(name).FullName;
        // Its path is relative, because the installer does not quote it.
        await RunAsync(
            Programs.Find("mariadb-install-db") ?? "mariadb-install-db",
            [
                "--no-defaults",
                $"--datadir=./{Path.GetFileName(mine)}",
                $"--user={Environment.UserName}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=8M",
            ],
            Path.GetDirectoryName(mine));
        try
        {
            Directory.Move(mine, template);
        }
        catch (IOException) when (Directory.Exists(template))
        {
            Directory.Delete(mine, recursive: true);
        }
        return template;
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        var (exitCode, output, error) = await Programs.RunAsync(
            new(program, arguments) { WorkingDirectory = folder }, CancellationToken.None);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {exitCode}:\n{output}{error}");
    }
}
