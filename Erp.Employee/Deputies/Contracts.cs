using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Employee.Deputies;

/// <summary>Who decides for somebody while they are away.</summary>
/// <param name="DeputyId">Somebody else who works here.</param>
/// <param name="From">First day, in the company's calendar.</param>
/// <param name="Until">Last day; today at the earliest.</param>
public sealed record NameDeputy(
    [Id] long DeputyId, [Years(2000, 2100)] DateOnly From, [Years(2000, 2100)] DateOnly Until) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Until < From) yield return new("must not be before from.", [nameof(Until)]);
    }
}

/// <summary>An employee's deputy.</summary>
/// <param name="From">First day, in the company's calendar.</param>
/// <param name="Until">Last day.</param>
/// <param name="Active">False when the deputy has left: then the employee decides.</param>
public sealed record DeputyResponse(
    long EmployeeId, long DeputyId, string DeputyName, DateOnly From, DateOnly Until, bool Active);
