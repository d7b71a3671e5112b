namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>The statements of the SQLite store, in one place so that a test can ask SQLite for the plan of
/// each.</summary>
internal static class SqliteQueries
{
    /// <summary>A function of ours: whether a title has terms, with spaces between them.</summary>
    public const string HasTerms = "has_terms";

    public const string NextId = "UPDATE approval_sequence SET last = last + 1 WHERE one = 1 RETURNING last";

    public const string Insert = """
        INSERT INTO approvals (id, version, requester_id, status, type, pending_approver, pending_epoch, deducting,
            outbox_due, lease_until, pending_since, reminded_on, stuck, created_at, updated_at, idempotency_key,
            body_hash, doc)
        VALUES (@id, @version, @requester, @status, @type, @pending_approver, @pending_epoch, @deducting, @outbox_due,
            @lease_until, @pending_since, @reminded_on, @stuck, @created_at, @updated_at, @key, @hash, @doc)
        ON CONFLICT (requester_id, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING
        """;

    public const string InsertApprover =
        "INSERT INTO approval_approvers (approver_id, approval_id) VALUES (@approver, @id)";

    public const string DeleteApprovers = "DELETE FROM approval_approvers WHERE approval_id = @id";

    public const string InsertDecider =
        "INSERT OR IGNORE INTO approval_deciders (decider_id, approval_id) VALUES (@decider, @id)";

    public const string InsertReader =
        "INSERT OR IGNORE INTO approval_readers (reader_id, approval_id) VALUES (@reader, @id)";

    public const string InsertTitle = "INSERT INTO approval_titles (rowid, words) VALUES (@id, @words)";

    public const string Find = "SELECT doc FROM approvals WHERE id = @id";

    public const string FindToChange = "SELECT doc, lease_until FROM approvals WHERE id = @id";

    public const string FindByKey =
        "SELECT doc, body_hash FROM approvals WHERE requester_id = @requester AND idempotency_key = @key AND "
            + "idempotency_key IS NOT NULL";

    /// <summary>Only what has changed is written: SQLite writes the entries of every index anew whose columns are
    /// named.</summary>
    /// <param name="columns">Those of <see cref="SqliteApprovalStore.Searched"/> that have another value.</param>
    /// <param name="leaseUntil">What becomes of the lease; it stays when null.</param>
    public static string Update(IEnumerable<string> columns, string? leaseUntil) => $"""
        UPDATE approvals SET version = @version, doc = @doc
            {string.Concat(columns.Select(column => $", {column} = @{column}"))}
            {(leaseUntil is null ? "" : $", lease_until = {leaseUntil}")}
        WHERE id = @id
        """;

    /// <summary>Of a lease that ends.</summary>
    public const string NoLease = "0";

    public const string NewLease = "@lease";

    /// <summary>Of a lease that ends unless it is somebody else's by now.</summary>
    public const string OwnLeaseEnds = "CASE WHEN lease_until = @lease THEN 0 ELSE lease_until END";

    public const string Updated = """
        SELECT doc FROM approvals
        WHERE updated_at >= @since AND (updated_at > @since OR id > @after)
        ORDER BY updated_at, id LIMIT @take
        """;

    public const string Pending = """
        SELECT doc FROM approvals
        WHERE pending_approver = @approver AND id > @after
        ORDER BY id LIMIT @take
        """;

    public const string Unconfirmed = """
        SELECT id FROM approvals INDEXED BY approvals_pending
        WHERE pending_approver IS NOT NULL AND id > @after AND pending_epoch IS NOT @epoch
        ORDER BY id LIMIT @take
        """;

    public const string PendingSteps = """
        SELECT id, pending_approver FROM approvals INDEXED BY approvals_pending
        WHERE pending_approver IS NOT NULL AND id > @after
        ORDER BY id LIMIT @take
        """;

    public const string Deducting = "SELECT id FROM approvals WHERE deducting = 1 ORDER BY id LIMIT @take";

    public const string Derive = """
        UPDATE approvals SET pending_since = @pending_since, created_at = @created_at, updated_at = @updated_at,
            stuck = @stuck
        WHERE id = @id
        """;

    public const string ToRemind = """
        SELECT id FROM approvals WHERE pending_since <= @since AND reminded_on < @day
        ORDER BY pending_since LIMIT @take
        """;

    public const string TakeLease = """
        INSERT INTO leases (name, holder, until) VALUES (@name, @holder, @until)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE holder = excluded.holder OR until <= @now OR until > @latest
        """;

    public const string Lease = """
        UPDATE approvals SET lease_until = @until
        WHERE id IN (SELECT id FROM approvals
            WHERE outbox_due <= @now AND (lease_until <= @now OR lease_until > @latest)
            ORDER BY outbox_due LIMIT @most)
        RETURNING doc
        """;

    public const string LeaseOf = "SELECT id, lease_until FROM approvals WHERE id = @id AND lease_until > 0";

    public const string MeasureDue = "SELECT count(*), min(outbox_due) FROM approvals WHERE outbox_due <= @now";

    /// <summary>Lists have the order of ids, which is that of time.</summary>
    public const string FirstSince = """
        SELECT id FROM approvals WHERE created_at >= @time ORDER BY created_at, id LIMIT 1
        """;

    public const string LastBefore = """
        SELECT id FROM approvals WHERE created_at < @time ORDER BY created_at DESC, id DESC LIMIT 1
        """;

    /// <summary>One statement per combination, so that each has a plan of its own; the most selective condition
    /// leads.</summary>
    public static string List(ApprovalFilter filter)
    {
        var title = filter.Title is { Count: > 0 };
        var (leader, id) = filter.DecidedBy is not null ? ("approval_deciders", "l.approval_id")
            : filter.ReaderId is not null ? ("approval_readers", "l.approval_id")
            : filter.ApproverId is not null ? ("approval_approvers", "l.approval_id")
            : title && filter.RequesterId is null ? ("approval_titles", "l.rowid")
            : (null, "a.id");
        List<string> conditions = [$"{id} < @before", $"{id} >= @first"];
        if (filter.DecidedBy is not null) conditions.Add("l.decider_id = @decider");
        if (filter.ReaderId is not null)
            conditions.Add(leader == "approval_readers"
                ? "l.reader_id = @reader"
                : "EXISTS (SELECT 1 FROM approval_readers r WHERE r.reader_id = @reader AND r.approval_id = a.id)");
        if (filter.ApproverId is not null)
            conditions.Add(leader == "approval_approvers"
                ? "l.approver_id = @approver"
                : "EXISTS (SELECT 1 FROM approval_approvers p "
                    + "WHERE p.approver_id = @approver AND p.approval_id = a.id)");
        if (filter.RequesterId is not null) conditions.Add("a.requester_id = @requester");
        if (title)
            conditions.Add(leader == "approval_titles"
                ? "l.approval_titles MATCH @match"
                : $"{HasTerms}(json_extract(a.doc, '$.title'), @terms)");
        if (filter.Stuck) conditions.Add("a.stuck = 1");
        // A plus sign keeps an index out: the requester's or the approver's requests are few, those of a status are
        // many.
        var narrow = leader is not null || filter.RequesterId is not null || filter.Stuck;
        if (filter.Status is not null) conditions.Add(narrow ? "+a.status = @status" : "a.status = @status");
        if (filter.Type is not null)
            conditions.Add(narrow || filter.Status is not null ? "+a.type = @type" : "a.type = @type");
        return $"""
            SELECT json_remove(a.doc, '$.content', '$.history', '$.outbox')
            FROM {(leader is null ? "approvals a" : $"{leader} l CROSS JOIN approvals a ON a.id = {id}")}
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY {id} DESC LIMIT @take
            """;
    }
}
