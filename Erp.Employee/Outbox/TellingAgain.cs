using System.Text.Json.Nodes;
using Dapper;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Employee.Outbox;

/// <summary>Tells notification-service everything again when its store began anew: Redis lost it, and Kafka may not
/// have it any more. One replica does it; the store knows the ids of the messages, so that it does not matter that it
/// is cut off and begun again. Now and then what is too old is forgotten.</summary>
internal sealed class TellingAgain(
    ToldNotifications told, NotificationClient client, Database database, SchemaState schema, TimeProvider time,
    TransientFaults faults, ILogger<TellingAgain> logger)
    : RecurringWork("What people were told cannot be told again", Interval, faults, logger)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), BetweenSweeps = TimeSpan.FromHours(1);
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    protected override Task BeginAsync(CancellationToken stoppingToken) => schema.WaitAsync(stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await TryAsync(() => SweepAsync(stoppingToken), stoppingToken);
        if (await client.StoreToFillAsync(stoppingToken) is null) return Interval;
        // The lock ends with its connection, whatever happens to this replica.
        await database.ReadAsync(async connection =>
        {
            const string Lock = "CONCAT('erp-telling-', MD5(DATABASE()))";
            if (await connection.ExecuteScalarAsync<int?>($"SELECT GET_LOCK({Lock}, 0)") != 1) return 0;
            try
            {
                // Another replica may have done it meanwhile.
                return await client.StoreToFillAsync(stoppingToken) is { } epoch
                    ? await TellAsync(epoch, stoppingToken)
                    : 0;
            }
            finally
            {
                await connection.ExecuteAsync($"DO RELEASE_LOCK({Lock})");
            }
        }, stoppingToken);
        return Interval;
    }

    private async Task<int> TellAsync(string epoch, CancellationToken cancellationToken)
    {
        var (count, after) = (0, 0L);
        while (true)
        {
            var some = await told.ListAsync(after, AtOnce, cancellationToken);
            var last = some.Count < AtOnce;
            // Began anew once more: the next turn tells that one.
            if (!await client.FillAsync(Body(epoch, some, last), cancellationToken)) return count;
            count += some.Count;
            if (last) break;
            after = some[^1].Id;
        }
        logger.LogInformation("The store of notifications began anew: {Count} were sent again", count);
        return count;
    }

    private static JsonObject Body(string epoch, IEnumerable<ToldNotifications.Row> rows, bool last) => new()
    {
        ["storeEpoch"] = epoch,
        ["last"] = last,
        ["items"] = new JsonArray([.. rows.Select(row =>
        {
            var item = JsonNode.Parse(row.Payload)!.AsObject();
            item["employeeId"] = row.EmployeeId;
            return item;
        })]),
    };

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _nextSweep) return;
        await told.SweepAsync(cancellationToken);
        _nextSweep = time.GetUtcNow() + BetweenSweeps;
    }
}
