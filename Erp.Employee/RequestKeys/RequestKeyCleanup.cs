using Dapper;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Company;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Employee.RequestKeys;

/// <summary>Deletes keys with which nobody repeats a request any more, a few at a time, so that requests do not wait
/// for it.</summary>
internal sealed class RequestKeyCleanup(
    Database database, SchemaState schema, CompanyCalendar calendar, TransientFaults faults,
    ILogger<RequestKeyCleanup> logger)
    : RecurringWork("Old idempotency keys cannot be deleted", TimeSpan.FromMinutes(1), faults, logger)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override Task BeginAsync(CancellationToken stoppingToken) => schema.WaitAsync(stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await SweepAsync(stoppingToken);
        return Interval;
    }

    /// <summary>Deletes all that are too old by now, whichever replica does it.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = calendar.Now - Kept;
        for (var deleted = AtOnce; deleted == AtOnce;)
            deleted = await database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
                """
                DELETE FROM request_keys WHERE created_at < @before
                ORDER BY created_at, caller_id, request_key LIMIT @AtOnce
                """, new { before, AtOnce }, transaction), cancellationToken);
    }
}
