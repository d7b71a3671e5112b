using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Errors;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>Runs database commands, given and answered as JSON, on the C driver's pool. The driver blocks, so a bounded number of
/// pool threads wait for it.</summary>
internal sealed class MongoConnection : IDisposable
{
    private const int MaxClients = 32;
    // mongoc-error.h: the server itself refused; every other domain is about reaching it.
    private const uint ServerDomain = 17;
    // Not primary, stepped down, shutting down, interrupted, network, time limit, write concern not met in time.
    private static readonly int[] Transient = [6, 7, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13388, 13435, 13436];

    private readonly MongoPoolHandle _pool;
    private readonly SemaphoreSlim _clients = new(MaxClients, MaxClients);

    /// <summary>Reads the URI; connects with the first command.</summary>
    /// <exception cref="ArgumentException">The URI is none.</exception>
    public MongoConnection(string uri)
    {
        var parsed = NativeMongo.mongoc_uri_new_with_error(uri, out var error);
        if (parsed == 0) throw new ArgumentException($"ConnectionStrings:mongodb is no MongoDB URI: {error.Message}", nameof(uri));
        try
        {
            Database = Marshal.PtrToStringUTF8(NativeMongo.mongoc_uri_get_database(parsed)) ?? "erp";
            Default(parsed, "serverselectiontimeoutms", 3_000);
            Default(parsed, "connecttimeoutms", 2_000);
            Default(parsed, "sockettimeoutms", 10_000);
            Default(parsed, "maxpoolsize", MaxClients);
            _pool = NativeMongo.mongoc_client_pool_new(parsed);
            NativeMongo.mongoc_client_pool_set_error_api(_pool, 2);
        }
        finally
        {
            NativeMongo.mongoc_uri_destroy(parsed);
        }
    }

    /// <summary>The database that the URI names.</summary>
    public string Database { get; }

    /// <summary>Runs a command that reads.</summary>
    public Task<JsonNode> ReadAsync(JsonObject command, CancellationToken cancellationToken) => RunAsync(command, write: false, cancellationToken);

    /// <summary>Runs a command that writes; returns when a majority of the replica set has it.</summary>
    public Task<JsonNode> WriteAsync(JsonObject command, CancellationToken cancellationToken) => RunAsync(command, write: true, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _clients.Dispose();
    }

    private async Task<JsonNode> RunAsync(JsonObject command, bool write, CancellationToken cancellationToken)
    {
        await _clients.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Run(command, write), cancellationToken);
        }
        finally
        {
            _clients.Release();
        }
    }

    private unsafe JsonNode Run(JsonObject command, bool write)
    {
        using var bson = Bson(command.ToJsonString());
        // The driver fills a bson_t of the caller's: 128 bytes, aligned to as many.
        var reply = (nint)NativeMemory.AlignedAlloc(128, 128);
        var client = NativeMongo.mongoc_client_pool_pop(_pool);
        try
        {
            var done = Execute(client, bson, write, reply, out var error);
            try
            {
                if (!done) throw Failure(error.Domain, (int)error.Code, error.Message);
                var answer = Json(reply);
                if (answer["writeErrors"] is JsonArray { Count: > 0 } errors)
                    throw Failure(ServerDomain, (int)errors[0]!["code"]!, (string?)errors[0]!["errmsg"] ?? "write error");
                return answer;
            }
            finally
            {
                NativeMongo.bson_destroy(reply);
            }
        }
        finally
        {
            NativeMongo.mongoc_client_pool_push(_pool, client);
            NativeMemory.AlignedFree((void*)reply);
        }
    }

    private bool Execute(nint client, BsonHandle command, bool write, nint reply, out BsonError error)
    {
        if (!write) return NativeMongo.mongoc_client_read_command_with_opts(client, Database, command, 0, 0, reply, out error);
        using var options = Bson("""{"writeConcern":{"w":"majority","wtimeout":5000}}""");
        return NativeMongo.mongoc_client_write_command_with_opts(client, Database, command, options, reply, out error);
    }

    private static Exception Failure(uint domain, int code, string message) =>
        domain != ServerDomain || Array.IndexOf(Transient, code) >= 0
            ? new DependencyUnavailableException($"MongoDB: {message}")
            : new MongoCommandException(code, message);

    private static BsonHandle Bson(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var bson = NativeMongo.bson_new_from_json(bytes, bytes.Length, out var error);
        return bson.IsInvalid ? throw new JsonException($"Not extended JSON: {error.Message}") : bson;
    }

    private static unsafe JsonNode Json(nint bson)
    {
        var text = NativeMongo.bson_as_relaxed_extended_json(bson, out var length);
        try
        {
            return JsonNode.Parse(new ReadOnlySpan<byte>((void*)text, (int)length))!;
        }
        finally
        {
            NativeMongo.bson_free(text);
        }
    }

    private static void Default(nint uri, string option, int value)
    {
        if (NativeMongo.mongoc_uri_get_option_as_int32(uri, option, 0) == 0) NativeMongo.mongoc_uri_set_option_as_int32(uri, option, value);
    }
}

/// <summary>The server understood the command and refused it.</summary>
internal sealed class MongoCommandException(int code, string message) : Exception($"MongoDB error {code}: {message}")
{
    public const int DuplicateKey = 11000;

    public int Code { get; } = code;
}
