using System.Collections.Concurrent;
using Erp.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Approval.Tests.Support;

/// <summary>What happens to messages between a service and Kafka: recorded always, and on request doubled or lost
/// although they were acknowledged.</summary>
public sealed class Delivery
{
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private readonly ConcurrentQueue<OutgoingMessage> _published = new();
    private volatile string? _refusesNext;

    /// <summary>Every message goes out twice.</summary>
    public bool Twice { get; set; }

    /// <summary>Every message is lost the first time, as if Kafka had lost its data after the
    /// acknowledgement.</summary>
    public bool LosesFirst { get; set; }

    /// <summary>Nothing gets through, as when no broker answers.</summary>
    public bool Down { get; set; }

    /// <summary>A type of messages of which the next one is refused; null again after that.</summary>
    public string? RefusesNext
    {
        get => _refusesNext;
        set => _refusesNext = value;
    }

    /// <summary>What the services handed over, each time they did.</summary>
    public IReadOnlyList<OutgoingMessage> Published => [.. _published];

    internal void Put(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(IMessagePublisher));
        services.Remove(real);
        services.AddSingleton<IMessagePublisher>(p => new Publisher(
            this, (IMessagePublisher)ActivatorUtilities.CreateInstance(p, real.ImplementationType!)));
    }

    private sealed class Publisher(Delivery delivery, IMessagePublisher kafka) : IMessagePublisher
    {
        public async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            if (delivery.Down) throw new TimeoutException("No broker answers.");
            if (delivery._refusesNext == message.Type)
            {
                delivery._refusesNext = null;
                throw new TimeoutException("The broker does not take this one.");
            }
            delivery._published.Enqueue(message);
            if (delivery._seen.TryAdd(message.Id, true) && delivery.LosesFirst) return;
            await kafka.PublishAsync(message, cancellationToken);
            if (delivery.Twice) await kafka.PublishAsync(message, cancellationToken);
        }
    }
}
