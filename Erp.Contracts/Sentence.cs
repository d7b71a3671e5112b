namespace Erp.Contracts;

/// <summary>What a notification says, in parts, for programs that say it in their reader's language. People are in it
/// by their numbers, days as yyyy-MM-dd, numbers with a point.</summary>
/// <param name="Name">Which of <see cref="Sentences"/> it is.</param>
/// <param name="Values">What stands in it, by name; what is not there was not said.</param>
public sealed record Sentence(string Name, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>By what it says.</summary>
    public bool Equals(Sentence? other) =>
        other is not null && Name == other.Name && Values.Count == other.Values.Count
        && Values.All(v => other.Values.TryGetValue(v.Key, out var value) && value == v.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
