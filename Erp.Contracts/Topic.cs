namespace Erp.Contracts;

/// <summary>A topic of the system: who reads it, and how long brokers keep what is in it.</summary>
/// <param name="Name">As brokers, runbooks and dashboards know it.</param>
/// <param name="Group">The consumer group of the one service that reads it.</param>
/// <param name="Retention">How long a message stays; as long as brokers keep others when null.</param>
public sealed record Topic(string Name, string Group, TimeSpan? Retention = null)
{
    /// <summary>The topic beside it for what its reader cannot process.</summary>
    public string DeadLetters => Name + ".dlq";
}
