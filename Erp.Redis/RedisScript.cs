using System.Reflection;
using StackExchange.Redis;

namespace Erp.Redis;

/// <summary>A Lua script that is built into a program: one atomic step.</summary>
public sealed class RedisScript
{
    private readonly string _text;

    private RedisScript(string text) => _text = text;

    /// <summary>The script of these embedded resources, one after the other. Every assembly has <c>run</c>: the name of
    /// the Redis process that answers.</summary>
    public static RedisScript Load(Assembly assembly, params string[] names) =>
        new(string.Concat(names.Select(name => Read(assembly, name))));

    /// <summary>Runs a script that makes its own keys.</summary>
    public Task<RedisResult> RunAsync(IDatabase redis, params RedisValue[] arguments) =>
        RunAsync(redis, [], arguments);

    /// <summary>Runs the script.</summary>
    public async Task<RedisResult> RunAsync(IDatabase redis, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await redis.ScriptEvaluateAsync(_text, keys, arguments);
        }
        // A Redis that was restarted has forgotten its scripts; the client loads it again the second time.
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await redis.ScriptEvaluateAsync(_text, keys, arguments);
        }
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? typeof(RedisScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
