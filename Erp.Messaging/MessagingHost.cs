using Erp.Messaging.Outbox;
using Microsoft.Extensions.Hosting;

namespace Erp.Messaging;

/// <summary>Starts relay and consumers without waiting for the broker, and stops them in the order in which nothing is
/// lost: first what takes in, then what sends out.</summary>
internal sealed class MessagingHost(IEnumerable<IMessageConsumer> consumers, IEnumerable<OutboxRelay> relays)
    : IHostedService
{
    private readonly Lock _lock = new();
    private Task? _stop;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var relay in relays) relay.Start();
        foreach (var consumer in consumers) consumer.Start();
        return Task.CompletedTask;
    }

    // A host may be stopped by its program and by its owner at once; both wait for the one stop.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _stop ??= StopOnceAsync();
    }

    private async Task StopOnceAsync()
    {
        await Task.WhenAll(consumers.Select(c => c.StopAsync()));
        await Task.WhenAll(relays.Select(r => r.StopAsync()));
    }
}
