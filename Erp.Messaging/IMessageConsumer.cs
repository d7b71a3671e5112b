namespace Erp.Messaging;

/// <summary>Takes messages in from a broker, between the start and the stop of the service.</summary>
internal interface IMessageConsumer
{
    /// <summary>Begins, without waiting for the broker.</summary>
    void Start();

    /// <summary>Takes nothing more in, finishes what runs, and says to the broker how far it came.</summary>
    Task StopAsync();
}
