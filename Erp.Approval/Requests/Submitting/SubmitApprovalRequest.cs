using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;
using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Requests.Submitting;

/// <summary>Body of <c>POST /approvals</c>. Its rules are those that the sender can see; what needs other people's data
/// is checked later.</summary>
/// <param name="RequesterId">Who asks; the caller themselves.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Content">At most 10,000 characters.</param>
/// <param name="Steps">1 to 20, numbered 1..n, each approver once and not the requester.</param>
/// <param name="LeaveDays">For ANNUAL_LEAVE only, in halves: 0.5 to 365.</param>
/// <param name="Readers">Up to 20 others who may read it and are told of its end, each once.</param>
public sealed record SubmitApprovalRequest(
    [Id] long RequesterId, [Text(200)] string Title, [Text(10_000, MayBeBlank = true)] string Content,
    ApprovalType Type, [Items(1, SubmitStep.Most)] IReadOnlyList<SubmitStep> Steps,
    [Days(0.5, 365)] decimal? LeaveDays = null,
    [Items(0, SubmitApprovalRequest.MostReaders), Ids] IReadOnlyList<long>? Readers = null) : IValidatableObject
{
    private const int MostReaders = 20;

    /// <summary>What is asked for, once it is valid.</summary>
    internal Submission ToSubmission() => new(
        RequesterId, Title, Content, Type, LeaveDays / 1.0m,
        [.. Steps.OrderBy(s => s.Step).Select(s => s.ApproverId)])
    {
        Readers = Readers is { Count: > 0 } ? Readers : null,
    };

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Type == ApprovalType.AnnualLeave && LeaveDays is null)
            yield return new("must be there for ANNUAL_LEAVE.", [nameof(LeaveDays)]);
        if (Type != ApprovalType.AnnualLeave && LeaveDays is not null)
            yield return new("is for ANNUAL_LEAVE only.", [nameof(LeaveDays)]);
        if (!Steps.Select(s => s.Step).Order().SequenceEqual(Enumerable.Range(1, Steps.Count)))
            yield return new("must be numbered 1, 2, 3 and so on, each number once.", [nameof(Steps)]);
        if (Steps.DistinctBy(s => s.ApproverId).Count() != Steps.Count)
            yield return new("must have each approver once only.", [nameof(Steps)]);
        if (Steps.Any(s => s.ApproverId == RequesterId))
            yield return new("must be others': nobody approves their own request.", [nameof(Steps)]);
        if (Readers is not null && Readers.Distinct().Count() != Readers.Count)
            yield return new("must have each reader once only.", [nameof(Readers)]);
    }
}

/// <summary>Whose turn it is at this place of the line.</summary>
public sealed record SubmitStep([Range(1, SubmitStep.Most, ErrorMessage = "must be from {1} to {2}.")] int Step,
    [Id] long ApproverId)
{
    internal const int Most = 20;
}
