using Erp.Web.Services;
using Role = Erp.ServiceDefaults.Auth.Role;

namespace Erp.Web.Pages.People;

/// <summary>What of somebody a page shows. The services decide the same way, and refuse.</summary>
internal static class PersonAccess
{
    /// <summary>Leave and attendance: one's own, as a manager the department's, as HR everybody's.</summary>
    public static bool Sees(this CurrentPerson caller, Employee person) =>
        caller.Id == person.Id || caller.Manages(person);

    /// <summary>As a manager of the department or HR; nobody manages themselves.</summary>
    public static bool Manages(this CurrentPerson caller, Employee person) => caller.Id != person.Id
        && (caller.IsHr || (caller.Role == Role.Manager && caller.Department == person.Department));
}
