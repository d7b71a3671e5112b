using Erp.TestSupport;

namespace Erp.AppHost.Tests.Eks;

/// <summary>Skipped where kubectl is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresKubectlFactAttribute : FactAttribute
{
    public RequiresKubectlFactAttribute() => Skip = Missing();

    public static string? Missing() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, "kubectl")))
            ? null
            : "Needs kubectl.";
}

/// <summary>Skipped where kubectl or the manifest checker (K8S_CHECK) is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresCheckerTheoryAttribute : TheoryAttribute
{
    public RequiresCheckerTheoryAttribute() =>
        Skip = RequiresEnvironmentFactAttribute.Missing("K8S_CHECK") ?? RequiresKubectlFactAttribute.Missing();
}
