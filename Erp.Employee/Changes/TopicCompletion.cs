using Erp.Employee.Data;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.People;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Telemetry;

namespace Erp.Employee.Changes;

/// <summary>Keeps the topic complete: what it lost, or never had, is published again, and then the word that everybody
/// is in it, for which new views wait. Looks when the service starts, when the topic is read again since it may have
/// been lost, and now and then.</summary>
internal sealed class TopicCompletion : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30), WhileUnderWay = TimeSpan.FromSeconds(0.5);
    private readonly EmployeeVersions _versions;
    private readonly PeopleView _view;
    private readonly KafkaFollower _follower;
    private readonly SchemaState _schema;
    private readonly OutboxSignal _outbox;
    private readonly TransientFaults _faults;
    private readonly ILogger<TopicCompletion> _logger;
    private readonly Signal _progressed = new();
    private readonly News _troubles = new();
    private bool _markerDue;

    public TopicCompletion(
        Database database, PeopleView view, TimeProvider time, KafkaFollower follower, SchemaState schema,
        OutboxSignal outbox, TransientFaults faults, ILogger<TopicCompletion> logger)
    {
        (_versions, _view, _follower, _schema) = (new(database, view, time), view, follower, schema);
        (_outbox, _faults, _logger) = (outbox, faults, logger);
        view.Progressed += _progressed.Set;
    }

    public override void Dispose()
    {
        _view.Progressed -= _progressed.Set;
        _progressed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _schema.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var complete = false;
            try
            {
                complete = await IsCompleteAsync(stoppingToken);
                _troubles.Forget();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (_faults.IsTransient(e))
            {
                if (_troubles.Is(e.GetType().Name))
                    _logger.LogWarning(
                        "employee-changes cannot be compared with the database now: {Reason}", e.Message);
            }
#pragma warning disable CA1031 // It must not end the service, whose other work does not need it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (_troubles.Is(e.ToString()))
                    _logger.LogError(e, "employee-changes cannot be compared with the database");
            }
            await _progressed.WaitAsync(complete ? Interval : WhileUnderWay, stoppingToken);
        }
    }

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
