namespace Erp.AppHost.Eks.Settings;

/// <summary>Something that keeps the model from being published: which resource, which field, and what is wrong with
/// it.</summary>
internal sealed record Problem(string Resource, string Field, string Message)
{
    public override string ToString() => $"{Resource}: {Field}: {Message}";
}

/// <summary>Everything that is wrong, collected before a file is touched.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _all = [];

    public IReadOnlyList<Problem> All => _all;

    public void Add(string resource, string field, string message) => _all.Add(new(resource, field, message));

    public void AddRange(IEnumerable<Problem> problems) => _all.AddRange(problems);

    public void ThrowIfAny()
    {
        if (_all.Count > 0)
            throw new PublishException(_all);
    }
}

/// <summary>Says how many; which they are is said once, by the step that catches it.</summary>
internal sealed class PublishException(IReadOnlyList<Problem> problems)
    : DistributedApplicationException($"{problems.Count} problem(s), nothing was written.")
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
