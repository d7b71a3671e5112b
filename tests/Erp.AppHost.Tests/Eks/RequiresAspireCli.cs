namespace Erp.AppHost.Tests.Eks;

/// <summary>Skipped where Aspire's command line is not there: <c>dotnet tool install --global Aspire.Cli</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAspireCliFactAttribute : FactAttribute
{
    public RequiresAspireCliFactAttribute() =>
        Skip = Backing.Programs.Find("aspire") is null ? "Needs Aspire's command line." : null;
}
