namespace Erp.TestSupport;

/// <summary>A test that needs something from outside, named by an environment variable; skipped, with what it needs,
/// where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresEnvironmentFactAttribute : FactAttribute
{
    /// <summary>Names the variables that must be set.</summary>
    public RequiresEnvironmentFactAttribute(params string[] variables) => Skip = Missing(variables);

    /// <summary>Why to skip; null when all variables are set.</summary>
    public static string? Missing(params string[] variables)
    {
        var missing = variables.Where(v => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(v))).ToList();
        return missing.Count == 0 ? null : $"Needs the environment variable {string.Join(", ", missing)}.";
    }
}

/// <summary>As <see cref="RequiresEnvironmentFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresEnvironmentTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the variables that must be set.</summary>
    public RequiresEnvironmentTheoryAttribute(params string[] variables) =>
        Skip = RequiresEnvironmentFactAttribute.Missing(variables);
}
