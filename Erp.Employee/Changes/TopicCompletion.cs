using Erp.Employee.Data;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.People;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;

namespace Erp.Employee.Changes;

/// <summary>Keeps the topic complete: what it lost, or never had, is published again, and then the word that everybody
/// is in it, for which new views wait. Looks when the service starts, when the topic is read again since it may have
/// been lost, and now and then.</summary>
internal sealed class TopicCompletion : RecurringWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30), WhileUnderWay = TimeSpan.FromSeconds(0.5);
    private readonly EmployeeVersions _versions;
    private readonly PeopleView _view;
    private readonly KafkaFollower _follower;
    private readonly SchemaState _schema;
    private readonly OutboxSignal _outbox;
    private readonly ILogger<TopicCompletion> _logger;
    private bool _markerDue;

    public TopicCompletion(
        Database database, PeopleView view, TimeProvider time, KafkaFollower follower, SchemaState schema,
        OutboxSignal outbox, TransientFaults faults, ILogger<TopicCompletion> logger)
        : base("employee-changes cannot be compared with the database", WhileUnderWay, faults, logger)
    {
        (_versions, _view, _follower, _schema) = (new(database, view, time), view, follower, schema);
        (_outbox, _logger) = (outbox, logger);
        view.Progressed += Wake;
    }

    public override void Dispose()
    {
        _view.Progressed -= Wake;
        base.Dispose();
    }

    protected override Task BeginAsync(CancellationToken stoppingToken) => _schema.WaitAsync(stoppingToken);

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken) =>
        await IsCompleteAsync(stoppingToken) ? Interval : WhileUnderWay;

    /// <summary>False when something is on its way that it wants.</summary>
    private async Task<bool> IsCompleteAsync(CancellationToken stop)
    {
        if (await _versions.IsUnderWayAsync(stop)) return false;
        await _follower.CatchUpAsync(stop);
        var missing = await _versions.MissingAsync(stop);
        if (missing.Count > 0)
        {
            var count = await _versions.PublishAsync(missing, stop);
            _logger.LogInformation("employee-changes lacks {Count} people: they are published", count);
            _markerDue = true;
        }
        else if (_markerDue || _view.Published is null)
        {
            var count = await _versions.PublishMarkerAsync(stop);
            _logger.LogInformation("employee-changes has everybody: {Count} people", count);
            _markerDue = false;
        }
        else
        {
            return true;
        }
        _outbox.Set();
        return false;
    }
}
