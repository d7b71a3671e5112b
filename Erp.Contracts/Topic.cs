namespace Erp.Contracts;

/// <summary>A topic of the system: who reads it, and how long brokers keep what is in it.</summary>
/// <param name="Name">As brokers, runbooks and dashboards know it.</param>
/// <param name="Group">The consumer group of the one service that reads it; null where every replica of every service
/// reads all of it, for which a group would be in the way.</param>
/// <param name="Retention">How long a message stays; as long as brokers keep others when null.</param>
/// <param name="Compacted">The last message of each key stays for ever, whatever its age.</param>
public sealed record Topic(string Name, string? Group, TimeSpan? Retention = null, bool Compacted = false)
{
    /// <summary>Groups that read all of it as well, each for something of its own.</summary>
    public IReadOnlyList<string> OtherGroups { get; init; } = [];

    /// <summary>All groups that read it.</summary>
    public IReadOnlyList<string> Groups => Group is null ? [] : [Group, .. OtherGroups];

    /// <summary>The topic beside it for what its reader cannot process; null where nobody would look into it, since all
    /// read the topic again from its beginning.</summary>
    public string? DeadLetters => Group is null ? null : Name + ".dlq";
}
