using Erp.Redis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Notification.Store;

/// <summary>Takes over what was stored before it was kept by time and counted: of that nothing is lost, although its
/// times and its state are not there.</summary>
internal sealed class OlderStore(IConnectionMultiplexer redis, IOptions<NotificationOptions> options)
{
    /// <summary>Stands in place of a message's id where only the beginning of a key is asked for.</summary>
    private const string AnyMessage = "-";

    private static readonly RedisScript AdoptScript =
        RedisScript.Load(typeof(OlderStore).Assembly, "run", "times", "adopt");

    /// <summary>Does so once, before the store's life begins anew.</summary>
    /// <param name="more">Called before each employee's notifications.</param>
    public async Task AdoptAsync(Func<Task> more, CancellationToken cancellationToken)
    {
        var database = redis.GetDatabase();
        // An epoch begins with the run of Redis since there are times.
        if ((string?)await database.StringGetAsync(Keys.Epoch) is not { } epoch || epoch.Contains(':')) return;
        foreach (var server in redis.GetServers().Where(s => s is { IsConnected: true, IsReplica: false }))
        await foreach (var key in server.KeysAsync(database.Database, Keys.AllItems, 1000)
            .WithCancellation(cancellationToken))
        {
            await more();
            if (Keys.EmployeeOf(key) is { } employee) await AdoptAsync(database, employee);
        }
    }

    private Task<RedisResult> AdoptAsync(IDatabase database, long employee) => AdoptScript.RunAsync(
        database, [.. Keys.OfScripts(employee), Keys.Read(employee), Keys.Known(employee, AnyMessage)],
        ["", "", "", "", "", options.Value.SecondsKept, "", "", "", AnyMessage]);
}
