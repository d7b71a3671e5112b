using System.Reflection;
using System.Security.Claims;
using Erp.Api.Errors;
using Microsoft.AspNetCore.Http;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Who is calling, read from the validated token; bind it as a handler parameter.</summary>
/// <param name="EmployeeId">The employee; null for a service.</param>
/// <param name="Role">The employee's role; <see cref="Auth.Role.Staff"/> for a service.</param>
/// <param name="Service">The calling service's name; null for an employee.</param>
public sealed record Caller(long? EmployeeId, Role Role, string? Service)
{
    /// <summary>A service of this system, with a token of its own.</summary>
    public bool IsService => Service is not null;

    /// <summary>Human resources.</summary>
    public bool IsHr => !IsService && Role == Role.Hr;

    /// <summary>A manager or human resources. Whose manager is for the employee service to say.</summary>
    public bool IsManagerOrHr => !IsService && Role is Role.Manager or Role.Hr;

    /// <summary>The employee themselves.</summary>
    public bool Is(long employeeId) => EmployeeId == employeeId;

    /// <summary>403 unless the caller is this employee.</summary>
    public void MustBe(long employeeId)
    {
        if (!Is(employeeId)) throw Problems.Forbidden("Only the employee themselves may do this.");
    }

    /// <summary>403 unless the condition holds.</summary>
    public static void Must(bool allowed, string detail = "You may not do this.")
    {
        if (!allowed) throw Problems.Forbidden(detail);
    }

    /// <summary>Reads the claims that <see cref="ErpClaims"/> names.</summary>
    public static Caller From(ClaimsPrincipal user) => CallerClaims.Read(user);

    /// <summary>Minimal-API binding.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(From(context.User));
}
