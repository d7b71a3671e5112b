using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Erp.People;

/// <summary>Finds out when the view is complete for the first time: the topic has said that everybody is in it, and was
/// read to where it ended then. Ready from then on: what is known stays known, whatever becomes of the topic.</summary>
internal sealed class PeopleCompleteness : BackgroundService, IHealthCheck
{
    private readonly PeopleView _view;
    private readonly KafkaFollower _follower;
    private readonly ILogger<PeopleCompleteness> _logger;
    private readonly Signal _progressed = new();
    private volatile string? _missing = "the topic employee-changes is not read yet";

    public PeopleCompleteness(PeopleView view, KafkaFollower follower, ILogger<PeopleCompleteness> logger)
    {
        (_view, _follower, _logger) = (view, follower, logger);
        view.Progressed += _progressed.Set;
    }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_missing is { } missing
            ? HealthCheckResult.Unhealthy($"Not all people are known yet: {missing}.")
            : HealthCheckResult.Healthy($"{_view.Count} people are known"));

    public override void Dispose()
    {
        _view.Progressed -= _progressed.Set;
        _progressed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _progressed.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            if (_view.Published is null)
            {
                _missing = "employee-changes does not say that everybody is in it; employee-service will";
                continue;
            }
            await _follower.CatchUpAsync(stoppingToken);
            // Of another reading by now, it would not speak for what has been read.
            if (_view.Published is not { } published) continue;
            _missing = _view.Count >= published.Count
                ? null
                : $"employee-changes has lost some of {published.Count}; employee-service will publish them again";
            if (_missing is not null) continue;
            _view.SetComplete();
            _logger.LogInformation("All people are known: {Count}", _view.Count);
            return;
        }
    }
}
