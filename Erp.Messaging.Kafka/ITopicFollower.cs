namespace Erp.Messaging.Kafka;

/// <summary>Reads all of a topic, in every replica: for what a service keeps in memory of it. Called by one thread.
/// </summary>
public interface ITopicFollower
{
    /// <summary>The topic is read from its beginning: for the first time, or once more since it may have begun anew.
    /// </summary>
    void Begin();

    /// <summary>The next message; of one key in the order in which they were sent. What cannot be read is for the
    /// follower to pass over.</summary>
    void Apply(IncomingMessage message);
}
