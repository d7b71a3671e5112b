using Erp.Approval.Requests.Storage.Sqlite;
using Erp.Approval.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Tests.Storage;

/// <summary>Files of before are brought up to date, and what is in them is found as if it had been stored
/// now.</summary>
public sealed class SqliteMigrationTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    private string Connection => $"Data Source={_folder.File("approvals.db")}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // By the scripts of its time.
    private async Task CreateAsync(int version)
    {
        await using var connection = new SqliteConnection(Connection);
        await connection.OpenAsync();
        for (var i = 0; i <= version; i++)
        {
            var script = i == 0 ? "schema.sql" : $"schema-{i}.sql";
            using var stream = typeof(SqliteApprovalStore).Assembly.GetManifestResourceStream(script)!;
            using var schema = new StreamReader(stream);
            await ExecuteAsync(await schema.ReadToEndAsync());
        }
        await ExecuteAsync($"PRAGMA user_version = {version}");
        await ExecuteAsync(
            """
            INSERT INTO approvals (id, version, requester_id, status, type, pending_approver, pending_epoch, deducting,
                outbox_due, doc)
            VALUES (41, 3, 1, 'in_progress', 'EXPENSE', 3, 'e', 0, 1772452820000, @doc);
            INSERT INTO approval_approvers VALUES (2, 41), (3, 41);
            UPDATE approval_sequence SET last = 41;
            """);
        if (version >= 4) await ExecuteAsync("INSERT INTO approval_titles (rowid, words) VALUES (41, 'new chairs')");

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The service's own schema.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Parameters.AddWithValue("@doc", DocumentOfBefore.WithReader(4));
            await command.ExecuteNonQueryAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_file_of_before_is_read_and_searched(int version)
    {
        await CreateAsync(version);
        var (store, replica) = (new SqliteApprovalStore(Connection), new SqliteApprovalStore(Connection));

        await Task.WhenAll(store.InitializeAsync(None), replica.InitializeAsync(None));

        DocumentOfBefore.AssertRead(await store.FindAsync(DocumentOfBefore.Id, None));
        Assert.Single(await store.ListAsync(new(Title: ["chair"]), 10, null, None));
        Assert.Single(await store.ListToRemindAsync(DateTimeOffset.UtcNow, 1, 10, None));
        Assert.Single(await store.ListAsync(new(ApproverId: 2), 10, null, None));
        Assert.Single(await store.ListAsync(new(DecidedBy: 2), 10, null, None));
        Assert.Single(await store.ListAsync(new(ReaderId: 4), 10, null, None));
        var next = (await store.InsertAsync(id => Make.Request(id), null, None))!;
        Assert.Equal(DocumentOfBefore.Id + 1, next.Id);
    }
}
