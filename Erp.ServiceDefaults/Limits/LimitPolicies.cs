namespace Erp.ServiceDefaults.Limits;

/// <summary>Names of the rate limits beside that of every employee, for <c>RequireRateLimiting(…)</c>.</summary>
public static class LimitPolicies
{
    /// <summary>For endpoints without a bearer token: as much as an employee may, for all who call from one
    /// address.</summary>
    public const string ByAddress = "by-address";
}
