namespace Erp.AppHost.Backing;

/// <summary>MySQL for the employee service: the official container, or MariaDB or MySQL as our own process.</summary>
internal static class MySqlBacking
{
    private const string Database = "erp";

    /// <summary>Adds MySQL; reference it with connection name <paramref name="name"/>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddMySqlBacking(
        this IDistributedApplicationBuilder builder, string name)
    {
        var program = Programs.Find("mariadbd", "mysqld");
        var choice = BackingChoice.Make(
            builder, name, program, hasEmbedded: false, "install mariadb-server, or run ./erp run on Debian or Ubuntu");
        return choice.Source switch
        {
            BackingSource.External => builder.AddConnectionString(name).WithAnnotation(choice),
            BackingSource.Container =>
                builder.AddMySql(name).WithDataVolume(DataVolume.Of(builder, name)).WithAnnotation(choice)
                .AddDatabase($"{name}-{Database}", Database),
            _ => builder.AddInstalledMySql(name, program!).WithAnnotation(choice),
        };
    }

    private static IResourceBuilder<ServerProcess> AddInstalledMySql(
        this IDistributedApplicationBuilder builder, string name, string program)
    {
        var folder = DataFolder.Of(builder, name);
        var password = builder.AddServerPassword(name);
        var server = new ServerProcess(name, program, folder);
        var (host, port) =
            (server.Endpoint.Property(EndpointProperty.IPV4Host), server.Endpoint.Property(EndpointProperty.Port));
        server.ConnectionStringExpression = ReferenceExpression.Create(
            $"Server={host};Port={port};User ID=erp;Password={password};Database={Database};"
                + $"SslMode=Disabled;AllowPublicKeyRetrieval=True");

        var initFile = Path.Combine(folder, "init.sql");
        return builder.AddServerProcess(server, GreetsAsync)
            .KeepsDataIn(folder)
            .WithArgs(
                "--no-defaults", $"--datadir={Path.Combine(folder, "data")}", "--bind-address=127.0.0.1",
                $"--socket={SocketFile(folder)}",
                $"--pid-file={Path.Combine(folder, "mysql.pid")}", "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--innodb-buffer-pool-size=64M", "--skip-log-bin", $"--init-file={initFile}",
                // MariaDB would warn of every probe of its port; MySQL, which has no such option, does not.
                "--loose-log-warnings=1")
            .WithArgs(context => context.Args.Add(ReferenceExpression.Create(
                $"--port={server.Endpoint.Property(EndpointProperty.TargetPort)}")))
            .WithArgs(
                Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
                    ? ["--user=root"]
                    : Array.Empty<string>())
            .OnBeforeResourceStarted(async (_, _, cancellationToken) =>
            {
                await CreateDataFolderAsync(program, Path.Combine(folder, "data"), cancellationToken);
                var secret = await password.Resource.GetValueAsync(cancellationToken);
                await File.WriteAllTextAsync(initFile, InitSql(secret!), cancellationToken);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(initFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            });
    }

    /// <summary>Runs at every start, so it brings an older data folder to the current password as well.</summary>
    private static string InitSql(string password) => $"""
        CREATE DATABASE IF NOT EXISTS {Database} CHARACTER SET utf8mb4;
        CREATE USER IF NOT EXISTS 'erp'@'127.0.0.1' IDENTIFIED BY '{password}';
        ALTER USER 'erp'@'127.0.0.1' IDENTIFIED BY '{password}';
        GRANT ALL ON {Database}.* TO 'erp'@'127.0.0.1';
        ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';

        """;

    private static async Task CreateDataFolderAsync(string program, string data, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(data, "mysql"))) return;
        // MariaDB's installer changes the owner of a path that it does not quote, so it gets one without a space.
        string[] command = Programs.Find("mariadb-install-db", "mysql_install_db") is { } installer
            && Path.GetFileNameWithoutExtension(program) == "mariadbd"
            ? [
                installer, "--no-defaults", $"--datadir=./{Path.GetFileName(data)}",
                "--auth-root-authentication-method=normal", "--skip-test-db",
            ]
            : [program, "--no-defaults", "--initialize-insecure", $"--datadir={data}"];
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()) command = [.. command, "--user=root"];

        var (exitCode, output, error) = await Programs.RunAsync(
            new(command[0], command[1..]) { WorkingDirectory = Path.GetDirectoryName(data) }, cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException(
                $"'{Path.GetFileName(command[0])}' could not make the data folder {data}: {(error + output).Trim()}");
    }

    /// <summary>The path of a Unix socket may have 107 bytes, fewer than a data folder can have.</summary>
    private static string SocketFile(string folder)
    {
        var beside = Path.Combine(folder, "mysql.sock");
        return beside.Length < 100
            ? beside
            : Path.Combine(Path.GetTempPath(), $"erp-mysql-{Environment.ProcessId}.sock");
    }

    /// <summary>A server that accepts clients sends its greeting first: a packet with protocol version 10.</summary>
    private static async Task<bool> GreetsAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[5];
        await stream.ReadExactlyAsync(header, cancellationToken);
        return header[4] == 10;
    }
}
