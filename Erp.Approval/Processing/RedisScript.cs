using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>A Lua script that is built into the program; each is one atomic step. All start with
/// <c>outbox.lua</c>.</summary>
internal sealed class RedisScript(string name)
{
    private static readonly string Prelude = Load("outbox");
    private readonly string _text = Prelude + Load(name);

    public async Task<RedisResult> RunAsync(IDatabase redis, params RedisValue[] arguments)
    {
        try
        {
            return await redis.ScriptEvaluateAsync(_text, null, arguments);
        }
        // A Redis that was restarted has forgotten its scripts; the client loads it again the second time.
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await redis.ScriptEvaluateAsync(_text, null, arguments);
        }
    }

    private static string Load(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
