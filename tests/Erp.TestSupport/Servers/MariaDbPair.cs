using System.Globalization;
using Dapper;
using MySqlConnector;

namespace Erp.TestSupport;

/// <summary>Two MariaDB servers behind one address, as a database in two zones is: one takes writes, and a standby has
/// everything that the writer has acknowledged (GTID and semi-synchronous replication).</summary>
public sealed class MariaDbPair : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Everything is with the operating system, and with the standby, before it is acknowledged.
    private static readonly string[] Replicated =
    [
        "--log-bin=binlog", "--binlog-format=ROW", "--innodb-flush-log-at-trx-commit=2",
        "--rpl-semi-sync-slave-enabled=ON", "--rpl-semi-sync-master-wait-point=AFTER_SYNC",
        "--rpl-semi-sync-master-timeout=60000", "--slave-net-timeout=5",
    ];

    private readonly TemporaryFolder _folder = new();
    private MariaDbServer? _writer, _standby;
    private MovableAddress? _address;
    private int _servers;

    /// <summary>Leads to the writer; a user who has no right to write on a read-only server.</summary>
    public string ConnectionString =>
        $"Server=127.0.0.1;Port={_address!.Port};User ID=app;Password=app;Database=erp;SslMode=Disabled";

    /// <summary>Starts both, empty.</summary>
    public async Task StartAsync()
    {
        if (_writer is not null) return;
        _writer = await StartServerAsync();
        _address = new(_writer.Port);
        await RenewStandbyAsync();
    }

    /// <summary>Hands over as maintenance does: the writer takes no more writes, its standby takes its place and the
    /// address; connections that are open stay with the former writer, which only reads from then on.</summary>
    public async Task SwitchAsync()
    {
        var former = _writer!;
        await using (var sql = Open(former))
        {
            await sql.ExecuteAsync("SET GLOBAL read_only = ON");
            await PromoteAsync((await sql.QuerySingleAsync<string>("SELECT @@gtid_binlog_pos"))!);
            await sql.ExecuteAsync($"""
                SET GLOBAL rpl_semi_sync_master_enabled = OFF;
                CHANGE MASTER TO {Master}, MASTER_DEMOTE_TO_SLAVE = 1;
                START SLAVE
                """);
        }
        _standby = former;
        await AcknowledgeAsync();
    }

    /// <summary>The writer ends as in a crash, and its standby takes its place and the address; returns while there is
    /// no standby.</summary>
    /// <param name="noticed">So long nobody notices.</param>
    public async Task FailOverAsync(TimeSpan noticed)
    {
        var former = _writer!;
        await former.StopAsync();
        await Task.Delay(noticed);
        await using (var sql = Open(_standby!))
        {
            var status = (IDictionary<string, object>)await sql.QuerySingleAsync("SHOW SLAVE STATUS");
            await PromoteAsync((string)status["Gtid_IO_Pos"]);
        }
        await ((IAsyncDisposable)former).DisposeAsync();
    }

    /// <summary>Makes a new standby out of a copy of the writer; returns when it has everything.</summary>
    public async Task RenewStandbyAsync()
    {
        _standby = await StartServerAsync();
        await CopyAsync(_writer!, _standby);
        await using (var sql = Open(_standby))
            await sql.ExecuteAsync($"CHANGE MASTER TO {Master}; START SLAVE; SET GLOBAL read_only = ON");
        await AcknowledgeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _address?.Dispose();
        foreach (IAsyncDisposable? server in (MariaDbServer?[])[_writer, _standby])
            if (server is not null) await server.DisposeAsync();
        _folder.Delete();
    }

    // For a standby.
    private string Master => string.Create(CultureInfo.InvariantCulture, $"""
        MASTER_HOST = '127.0.0.1', MASTER_PORT = {_writer!.Port}, MASTER_USER = 'erp', MASTER_PASSWORD = 'erp',
        MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos
        """);

    // Once it has come so far, nothing is missing there that a client was told.
    private async Task PromoteAsync(string position)
    {
        await using var sql = Open(_standby!);
        var limit = (int)Patience.TotalSeconds;
        if (await sql.QuerySingleAsync<int>("SELECT MASTER_GTID_WAIT(@position, @limit)", new { position, limit }) != 0)
            throw new TimeoutException($"The standby has not come to {position}.");
        await sql.ExecuteAsync("STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF");
        (_writer, _standby) = (_standby, null);
        _address!.MoveTo(_writer!.Port);
    }

    // From here on the writer answers only what its standby has.
    private async Task AcknowledgeAsync()
    {
        await using var sql = Open(_writer!);
        await sql.ExecuteAsync("SET GLOBAL rpl_semi_sync_master_enabled = ON");
        await Eventually.TrueAsync(
            async () => (await sql.QueryAsync<(string Name, string Value)>("SHOW STATUS LIKE 'Rpl_semi_sync_master%'"))
                .Count(s => s is ("Rpl_semi_sync_master_clients", "1") or ("Rpl_semi_sync_master_status", "ON")) == 2,
            Patience);
    }

    private async Task<MariaDbServer> StartServerAsync()
    {
        _servers++;
        var server = new MariaDbServer(
            [.. Replicated, string.Create(CultureInfo.InvariantCulture, $"--server-id={_servers}")]);
        await server.StartAsync();
        await using var sql = Open(server);
        await sql.ExecuteAsync("""
            SET SESSION sql_log_bin = OFF;
            CREATE USER app@'%' IDENTIFIED BY 'app';
            GRANT ALL ON erp.* TO app@'%'
            """);
        return server;
    }

    private async Task CopyAsync(MariaDbServer from, MariaDbServer to)
    {
        var file = _folder.File("copy.sql");
        await RunAsync(
            $"mariadb-dump {On(from)} --single-transaction --master-data=1 --gtid --databases erp > {file} && "
                + $"mariadb {On(to)} --init-command='SET SESSION sql_log_bin = OFF' < {file}");

        static string On(MariaDbServer server) => string.Create(
            CultureInfo.InvariantCulture,
            $"--no-defaults --protocol=TCP --host=127.0.0.1 --port={server.Port} --user=root");
    }

    private static async Task RunAsync(string command)
    {
        var (exitCode, output, error) = await Programs.RunAsync(new("sh", ["-c", command]), CancellationToken.None);
        if (exitCode != 0) throw new InvalidOperationException($"{command} ended with {exitCode}:\n{output}{error}");
    }

    private static MySqlConnection Open(MariaDbServer server) => new(
        $"Server=127.0.0.1;Port={server.Port};User ID=root;Database=erp;SslMode=Disabled;Pooling=false;"
        + "Allow User Variables=true;Default Command Timeout=90");
}
