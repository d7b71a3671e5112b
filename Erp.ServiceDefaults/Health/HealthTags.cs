namespace Erp.ServiceDefaults.Health;

/// <summary>Tags of health checks: which probe a check counts for.</summary>
public static class HealthTags
{
    /// <summary>Counts for <c>/health</c> and <c>/actuator/health</c>: can this replica do its work now?</summary>
    public const string Ready = "ready";

    /// <summary>Counts for <c>/started</c> too: what has to happen once, such as migrations.</summary>
    public const string Started = "started";
}
