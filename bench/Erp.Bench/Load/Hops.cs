namespace Erp.Bench.Load;

/// <summary>Times of one rate: of the whole way, and of each hop since the one before it.</summary>
internal sealed class Hops
{
    public const string Accepted = "accepted", ToApprover = "pushed to the approver", Decided = "decided",
        ToRequester = "pushed to the requester";

    private readonly Dictionary<string, Latencies> _each = Names.ToDictionary(name => name, _ => new Latencies());

    /// <summary>In their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [Accepted, ToApprover, Decided, ToRequester];

    public Latencies Whole { get; } = new();

    public Latencies Of(string hop) => _each[hop];
}
