using Erp.Api.Errors;

namespace Erp.Web.Services;

/// <summary>Why something was refused, for the page that asked for it.</summary>
/// <param name="Code">Stable and machine-readable, of the service or of a page.</param>
/// <param name="Detail">In English.</param>
/// <param name="Errors">By the JSON names of the fields that break rules; empty where it is about none.</param>
public sealed record Problem(
    int Status, string Code, string Detail, IReadOnlyDictionary<string, string[]> Errors)
{
    /// <summary>The member of the problem document that has the fields.</summary>
    public const string ErrorsMember = "errors";

    /// <summary>The member that has the people whom it is about.</summary>
    public const string EmployeesMember = "employeeIds";

    /// <summary>It is about no field.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    public static Problem From(ProblemException e) => new(
        e.Status, e.Code, e.Message,
        e.Extensions.GetValueOrDefault(ErrorsMember) as IReadOnlyDictionary<string, string[]> ?? NoErrors);
}
