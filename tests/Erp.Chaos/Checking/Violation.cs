namespace Erp.Chaos.Checking;

/// <summary>How a promise can be broken.</summary>
public enum ViolationKind
{
    /// <summary>Accepted, and without effect.</summary>
    Lost,

    /// <summary>One thing had its effect twice.</summary>
    Doubled,

    /// <summary>A person heard of things in another order than they happened.</summary>
    Reordered,

    /// <summary>The system said or shows what is not so, or did what nobody asked for.</summary>
    Untrue,

    /// <summary>A person did not hear of what concerns them.</summary>
    NotTold,
}

/// <summary>A broken promise.</summary>
/// <param name="What">In words, with the ids.</param>
public sealed record Violation(ViolationKind Kind, string What)
{
    public override string ToString() => $"{Kind}: {What}";
}
