namespace Erp.ServiceDefaults.Auth;

/// <summary>Names of the authorization policies, for <c>RequireAuthorization(…)</c> on a route group. Without one, any
/// valid token passes.</summary>
public static class Policies
{
    /// <summary>An employee's token.</summary>
    public const string Employee = "employee";

    /// <summary>Role HR.</summary>
    public const string Hr = "hr";

    /// <summary>Role MANAGER or HR.</summary>
    public const string ManagerOrHr = "manager-or-hr";

    /// <summary>A service of this system.</summary>
    public const string Service = "service";

    /// <summary>A service of this system, or role HR.</summary>
    public const string ServiceOrHr = "service-or-hr";
}
