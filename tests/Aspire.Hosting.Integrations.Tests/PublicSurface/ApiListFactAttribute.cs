namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>A test that needs the list of the official public API; the list is too large to be kept here.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApiListFactAttribute : FactAttribute
{
    private const string Variable = "ASPIRE_API_TSV";

    public ApiListFactAttribute()
    {
        if (!File.Exists(ListPath))
        {
            Skip =
                $"Set {Variable} to the list of the official API (documentation id, assembly, signature, flags; tab "
                    + "separated).";
        }
    }

    public static string? ListPath => Environment.GetEnvironmentVariable(Variable);
}
