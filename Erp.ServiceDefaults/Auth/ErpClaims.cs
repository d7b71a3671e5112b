namespace Erp.ServiceDefaults.Auth;

/// <summary>Names of the claims in tokens of this system.</summary>
public static class ErpClaims
{
    /// <summary>64-bit employee id.</summary>
    public const string EmployeeId = "employeeId";

    /// <summary><c>STAFF</c>, <c>MANAGER</c> or <c>HR</c>.</summary>
    public const string Role = "role";

    /// <summary>Name of the calling service; only in tokens that services make.</summary>
    public const string Service = "service";
}
