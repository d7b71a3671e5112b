using System.Globalization;
using Erp.Approval.Requests.Domain;
using Microsoft.Data.Sqlite;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>Brings a file to the present schema, from whichever it has; its documents are never changed.</summary>
internal static class SqliteMigrations
{
    private const long Latest = 6;

    public static bool Apply(SqliteSession session, Func<SqliteDataReader, ApprovalRequest> document)
    {
        // In a transaction: two processes that start together wait for each other instead of failing half-way.
        var version = session.Read("PRAGMA user_version", r => r.GetInt64(0))[0];
        if (version == 0) session.Execute(Script("schema"));
        for (var next = version + 1; next <= Latest; next++)
            session.Execute(Script(string.Create(CultureInfo.InvariantCulture, $"schema-{next}")));
        if (version < Latest)
        {
            foreach (var request in session.Read("SELECT doc FROM approvals", document))
                Derive(session, request, version);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Latest}"));
        }
        return true;
    }

    /// <summary>What is searched for follows from the documents.</summary>
    private static void Derive(SqliteSession session, ApprovalRequest request, long before)
    {
        // Entries of titles are not replaced.
        if (before < 4)
            session.Execute(
                SqliteQueries.InsertTitle, ("@words", TitleTerms.Words(request.Title)), ("@id", request.Id));
        SqliteApprovalStore.InsertDeciders(session, request);
        SqliteApprovalStore.InsertReaders(session, request);
        session.Execute(
            SqliteQueries.Derive,
            [
                .. SqliteApprovalStore.Searched(request).Select(c => ("@" + c.Column, c.Value)),
                ("@created_at", request.CreatedAt.ToUnixTimeMilliseconds()), ("@id", request.Id),
            ]);
    }

    private static string Script(string name)
    {
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(name + ".sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
