using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.ServiceDefaults.Auth;
using MySqlConnector;

namespace Erp.Employee.RequestKeys;

/// <summary>An <c>Idempotency-Key</c> with which somebody creates something: the same request again makes nothing new.
/// A row of <c>request_keys</c>.</summary>
/// <param name="BodyHash">Of the body, and of what is created.</param>
internal sealed record RequestKey(long CallerId, string Key, byte[] BodyHash)
{
    /// <summary>What the document says of endpoints that take one.</summary>
    public const string Description = "With an Idempotency-Key the same body from the same caller answers the first "
        + "result again, another body 422.";

    /// <summary>The key of a request; null when it has none.</summary>
    public static RequestKey? Of<TBody>(string? key, Caller caller, TBody body) => key is null
        ? null
        : new(caller.EmployeeId ?? 0, key, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { Type = typeof(TBody).Name, body }, ErpJson.Options)));

    /// <summary>Creates something, unless this key did before. The key is taken first of all: the same request at the
    /// same time waits until this transaction has ended, and what fails gives the key back.</summary>
    /// <returns>The id of what was created, now or then. 422 when that was with another body.</returns>
    public static async Task<long> OnceAsync(
        MySqlTransaction transaction, RequestKey? key, DateTimeOffset now, Func<Task<long>> create)
    {
        if (key is null) return await create();
        var connection = transaction.Connection!;
        if (await connection.ExecuteAsync(
            """
            INSERT IGNORE INTO request_keys (caller_id, request_key, body_hash, created_id, created_at)
            VALUES (@CallerId, @Key, @BodyHash, 0, @now)
            """, new { key.CallerId, key.Key, key.BodyHash, now }, transaction) == 0)
            return await EarlierAsync(transaction, key);
        var id = await create();
        await connection.ExecuteAsync(
            "UPDATE request_keys SET created_id = @id WHERE caller_id = @CallerId AND request_key = @Key",
            new { key.CallerId, key.Key, id }, transaction);
        return id;
    }

    private static async Task<long> EarlierAsync(MySqlTransaction transaction, RequestKey key)
    {
        var (bodyHash, id) = await transaction.Connection!.QuerySingleAsync<(byte[] BodyHash, long Id)>(
            "SELECT body_hash, created_id FROM request_keys WHERE caller_id = @CallerId AND request_key = @Key",
            new { key.CallerId, key.Key }, transaction);
        return key.BodyHash.AsSpan().SequenceEqual(bodyHash)
            ? id
            : throw Problems.Unprocessable(
                "idempotency_key_reused", "This Idempotency-Key was used with another body.");
    }
}
