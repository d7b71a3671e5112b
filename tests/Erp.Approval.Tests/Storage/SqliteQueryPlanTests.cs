using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.Sqlite;
using Erp.ServiceDefaults.Errors;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Tests.Storage;

/// <summary>What SQLite says about its statements (EXPLAIN QUERY PLAN): an index each, no scan, no sort.</summary>
public sealed class SqliteQueryPlanTests : IAsyncLifetime
{
    // An index of words calls all that it does a scan. This one is asked for words (M1), from (>) and up to (<) an id,
    // in the order of ids backwards.
    private const string WordsBelow = "VIRTUAL TABLE INDEX 192:M1<>";
    private readonly TemporaryFolder _folder = new();

    private string Connection => $"Data Source={_folder.File("approvals.db")}";

    public static TheoryData<string, string> Statements => new()
    {
        { SqliteQueries.Find, "INTEGER PRIMARY KEY" },
        { SqliteQueries.FindByKey, "approvals_by_key" },
        { SqliteQueries.Update([], null), "INTEGER PRIMARY KEY" },
        { SqliteQueries.Update(["status", "outbox_due"], SqliteQueries.OwnLeaseEnds), "INTEGER PRIMARY KEY" },
        { SqliteQueries.LeaseOf, "INTEGER PRIMARY KEY" },
        { SqliteQueries.Updated, "approvals_by_update" },
        { SqliteQueries.Pending, "approvals_by_pending_approver" },
        { SqliteQueries.Unconfirmed, "approvals_pending" },
        { SqliteQueries.PendingSteps, "approvals_pending" },
        { SqliteQueries.Deducting, "approvals_deducting" },
        { SqliteQueries.Lease, "approvals_due" },
        { SqliteQueries.MeasureDue, "approvals_due" },
        { SqliteQueries.NextId, "INTEGER PRIMARY KEY" },
        { SqliteQueries.List(new()), "INTEGER PRIMARY KEY" },
        { SqliteQueries.List(new(RequesterId: 1)), "approvals_by_requester" },
        { SqliteQueries.List(new(ApproverId: 1)), "SEARCH l USING PRIMARY KEY" },
        { SqliteQueries.List(new(Status: FinalStatus.InProgress)), "approvals_by_status" },
        { SqliteQueries.List(new(Type: ApprovalType.Expense)), "approvals_by_type" },
        { SqliteQueries.List(new(Status: FinalStatus.InProgress, Type: ApprovalType.Expense)), "approvals_by_status" },
        { SqliteQueries.List(new(1, null, FinalStatus.InProgress, ApprovalType.Expense)), "approvals_by_requester" },
        { SqliteQueries.List(new(1, 2, FinalStatus.InProgress, ApprovalType.Expense)), "SEARCH l USING PRIMARY KEY" },
        { SqliteQueries.List(new(Title: ["new"])), WordsBelow },
        { SqliteQueries.List(new(Title: ["chair", "new"])), WordsBelow },
        { SqliteQueries.List(new(1, Title: ["chair", "new"])), "approvals_by_requester" },
        { SqliteQueries.List(new(null, 2, FinalStatus.Approved, Title: ["chair"])), "SEARCH l USING PRIMARY KEY (app" },
        { SqliteQueries.List(new(DecidedBy: 1)), "SEARCH l USING PRIMARY KEY (decider_id=?" },
        { SqliteQueries.List(new(1, 2, Title: ["chair"], DecidedBy: 2)), "SEARCH l USING PRIMARY KEY (decider_id=?" },
        { SqliteQueries.List(new(ReaderId: 1)), "SEARCH l USING PRIMARY KEY (reader_id=?" },
        { SqliteQueries.List(new(1, 2, DecidedBy: 2, ReaderId: 3)), "SEARCH l USING PRIMARY KEY (decider_id=?" },
        { SqliteQueries.List(new(Stuck: true)), "approvals_stuck" },
        { SqliteQueries.ToRemind, "approvals_to_remind" },
        { SqliteQueries.Derive, "INTEGER PRIMARY KEY" },
        { SqliteQueries.DeleteApprovers, "approval_approvers_of" },
        { SqliteQueries.FirstSince, "approvals_by_creation" },
        { SqliteQueries.LastBefore, "approvals_by_creation" },
    };

    public ValueTask InitializeAsync() =>
        new(new SqliteApprovalStore(Connection).InitializeAsync(CancellationToken.None));

    public ValueTask DisposeAsync()
    {
        _folder.Delete();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Every_statement_uses_its_index(string statement, string index)
    {
        await using var connection = new SqliteConnection(Connection);
        await connection.OpenAsync();
        connection.CreateFunction(SqliteQueries.HasTerms, (string title, string terms) => true);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var name in (string[])
                [
                    "@id",
                    "@requester",
                    "@approver",
                    "@decider",
                    "@reader",
                    "@key",
                    "@status",
                    "@type",
                    "@before",
                    "@after",
                    "@since",
                    "@take",
                    "@now",
                    "@latest",
                    "@until",
                    "@epoch",
                    "@version",
                    "@pending_approver",
                    "@pending_epoch",
                    "@deducting",
                    "@outbox_due",
                    "@doc",
                    "@lease",
                    "@first",
                    "@day",
                    "@pending_since",
                    "@reminded_on",
                    "@time",
                    "@created_at",
                    "@updated_at",
                    "@stuck",
                    "@match",
                    "@terms",
                ])
            if (statement.Contains(name, StringComparison.Ordinal))
                command.Parameters.AddWithValue(name, 1);
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) plan.Add(reader.GetString(3));

        var text = string.Join('\n', plan);
        if (index != "INTEGER PRIMARY KEY" || !text.Contains("SCAN a", StringComparison.Ordinal))
            Assert.Contains(index, text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            plan,
            line =>
                line.StartsWith("SCAN", StringComparison.Ordinal)
                    && !line.Contains("USING", StringComparison.Ordinal)
                    && !line.EndsWith(WordsBelow, StringComparison.Ordinal));
        Assert.DoesNotContain("TEMP B-TREE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_a_store_that_is_away()
    {
        var store = new SqliteApprovalStore($"Data Source={_folder.Path}");

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.PingAsync(CancellationToken.None));
    }
}
