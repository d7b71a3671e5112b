using Erp.Approval.Requests.Storage.Sqlite;
using Erp.ServiceDefaults.Errors;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Tests.Storage;

/// <summary>Changes that wait together become one transaction, and stay changes of their own.</summary>
public sealed class SqliteFileTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();
    private SqliteFile _file = null!;

    public async ValueTask InitializeAsync()
    {
        _file = Open();
        await _file.ReadAsync(s => s.Execute("PRAGMA journal_mode = WAL"), None);
        await _file.WriteAsync(s => s.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"), None);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _folder.Delete();
    }

    [Fact]
    public async Task A_change_that_fails_takes_back_its_own_and_nothing_of_those_beside_it()
    {
        // While this one holds the writer, the others gather.
        using var hold = new ManualResetEventSlim();
        var first = _file.WriteAsync(
            s =>
            {
                hold.Wait(TimeSpan.FromSeconds(30));
                return Add(s, "first");
            },
            None);
        var others = Enumerable.Range(0, 40).Select(i => _file.WriteAsync(
            s =>
            {
                Add(s, $"half {i}");
                return i % 4 == 0 ? throw new InvalidOperationException($"no {i}") : Add(s, $"whole {i}");
            },
            None)).ToList();
        hold.Set();
        await first;
        foreach (var (i, change) in others.Index())
        {
            if (i % 4 != 0) await change;
            else Assert.Equal($"no {i}", (await Assert.ThrowsAsync<InvalidOperationException>(() => change)).Message);
        }
        Assert.Equal(1 + (30 * 2), await CountAsync(_file));
    }

    [Fact]
    public async Task Processes_that_change_one_file_all_get_their_turn()
    {
        await using var other = Open();
        await Task.WhenAll(((SqliteFile[])[_file, other]).SelectMany((file, which) => Enumerable.Range(0, 300).Select(
            i => file.WriteAsync(s => Add(s, $"{which} {i}"), None))));
        Assert.Equal(600, await CountAsync(_file));
    }

    [Fact]
    public async Task A_change_that_nobody_waits_for_any_more_is_not_made()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => _file.WriteAsync(s => Add(s, "late"), canceled.Token));
        Assert.Equal(0, await CountAsync(_file));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_a_store_that_is_away()
    {
        await using var nowhere = new SqliteFile($"Data Source={_folder.File("no such folder/approvals.db")}");
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => nowhere.WriteAsync(s => Add(s, "x"), None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => CountAsync(nowhere));
    }

    private SqliteFile Open() =>
        new(new SqliteConnectionStringBuilder { DataSource = _folder.File("things.db"), Pooling = false }.ToString());

    private static int Add(SqliteSession session, string name) =>
        session.Execute("INSERT INTO things (name) VALUES (@name)", ("@name", name));

    private static async Task<long> CountAsync(SqliteFile file) =>
        (await file.ReadAsync(s => s.Read("SELECT count(*) FROM things", r => r.GetInt64(0)), None))[0];
}
