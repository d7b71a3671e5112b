using Erp.Api.Errors;
using Erp.ServiceDefaults.Auth;

namespace Erp.Web.Services;

/// <summary>Who is signed in, as they are now; from their session while employee-service is away.</summary>
public sealed class CurrentPerson(IHttpContextAccessor accessor, EmployeeClient employees)
{
    private Task<Employee?>? _loading;
    private Employee? _me;

    private Caller Caller => Caller.From(accessor.HttpContext!.User);

    public long Id => Caller.EmployeeId ?? 0;

    public Role Role => _me?.Role ?? Caller.Role;

    public string Name => _me?.Name ?? $"#{Id}";

    /// <summary>Null while employee-service is away.</summary>
    public string? Department => _me?.Department;

    public bool IsHr => Role is Role.Hr;

    public bool IsManagerOrHr => Role is Role.Manager or Role.Hr;

    /// <summary>Asks once for a page. Pages that need more than the number wait for it.</summary>
    public async Task LoadAsync() => _me = await (_loading ??= MeAsync());

    private async Task<Employee?> MeAsync()
    {
        try
        {
            return await employees.MeAsync();
        }
        catch (ProblemException e) when (e.Status == StatusCodes.Status503ServiceUnavailable)
        {
            return null;
        }
    }
}
