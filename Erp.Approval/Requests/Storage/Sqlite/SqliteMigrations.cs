using System.Globalization;
using Erp.Approval.Requests.Domain;
using Microsoft.Data.Sqlite;
using static Erp.Approval.Requests.Storage.Sqlite.SqliteStatements;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>Brings a file to the present schema, from whichever it has; its documents are never changed.</summary>
internal static class SqliteMigrations
{
    private const long Latest = 1;

    public static bool Apply(SqliteConnection connection, Func<SqliteDataReader, ApprovalRequest> document)
    {
        Execute(connection, "PRAGMA journal_mode = WAL");
        // IMMEDIATE, so that two processes that start together wait for each other instead of failing half-way.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Read(connection, "PRAGMA user_version", r => r.GetInt64(0))[0];
        if (version == 0) Execute(connection, Script("schema"));
        for (var next = version + 1; next <= Latest; next++)
            Execute(connection, Script(string.Create(CultureInfo.InvariantCulture, $"schema-{next}")));
        if (version < Latest)
        {
            foreach (var request in Read(connection, "SELECT doc FROM approvals", document))
                Derive(connection, request);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Latest}"));
        }
        transaction.Commit();
        return true;
    }

    /// <summary>What is searched for follows from the documents.</summary>
    private static void Derive(SqliteConnection connection, ApprovalRequest request)
    {
        foreach (var term in TitleTerms.Of(request.Title))
            Execute(connection, SqliteQueries.InsertTerm, ("@term", term), ("@id", request.Id));
    }

    private static string Script(string name)
    {
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(name + ".sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
