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
/// <param name="StartDate">For ANNUAL_LEAVE, together with endDate or not at all: with dates it ends as a leave, and
/// leaveDays has to be their working days.</param>
/// <param name="EndDate">The last day; at most 366 days in all.</param>
/// <param name="Part">Half of one day; whole days when left out.</param>
/// <param name="Readers">Up to 20 others who may read it and are told of its end, each once.</param>
public sealed record SubmitApprovalRequest(
    [Id] long RequesterId, [Text(200)] string Title, [Text(10_000, MayBeBlank = true)] string Content,
    ApprovalType Type, [Items(1, SubmitStep.Most)] IReadOnlyList<SubmitStep> Steps,
    [Days(0.5, 365)] decimal? LeaveDays = null,
    [Years(2000, 2100)] DateOnly? StartDate = null, [Years(2000, 2100)] DateOnly? EndDate = null,
    LeavePart? Part = null,
    [Items(0, SubmitApprovalRequest.MostReaders), Ids] IReadOnlyList<long>? Readers = null) : IValidatableObject
{
    private const int MostReaders = 20;
    private const int MostDays = 366;

    /// <summary>What is asked for, once it is valid.</summary>
    internal Submission ToSubmission() => new(
        RequesterId, Title, Content, Type, LeaveDays / 1.0m,
        [.. Steps.OrderBy(s => s.Step).Select(s => s.ApproverId)])
    {
        Readers = Readers is { Count: > 0 } ? Readers : null,
        Period = StartDate is { } start && EndDate is { } end ? new(start, end, Part) : null,
    };

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Type == ApprovalType.AnnualLeave && LeaveDays is null)
            yield return new("must be there for ANNUAL_LEAVE.", [nameof(LeaveDays)]);
        if (Type != ApprovalType.AnnualLeave && LeaveDays is not null)
            yield return new("is for ANNUAL_LEAVE only.", [nameof(LeaveDays)]);
        foreach (var refusal in RefusalsOfDates()) yield return refusal;
        if (!Steps.Select(s => s.Step).Order().SequenceEqual(Enumerable.Range(1, Steps.Count)))
            yield return new("must be numbered 1, 2, 3 and so on, each number once.", [nameof(Steps)]);
        if (Steps.DistinctBy(s => s.ApproverId).Count() != Steps.Count)
            yield return new("must have each approver once only.", [nameof(Steps)]);
        if (Steps.Any(s => s.ApproverId == RequesterId))
            yield return new("must be others': nobody approves their own request.", [nameof(Steps)]);
        if (Readers is not null && Readers.Distinct().Count() != Readers.Count)
            yield return new("must have each reader once only.", [nameof(Readers)]);
    }

    // The rules of employee-service, where it ends as a leave.
    private IEnumerable<ValidationResult> RefusalsOfDates()
    {
        if (Type != ApprovalType.AnnualLeave && (StartDate ?? EndDate) is not null)
            yield return new("is for ANNUAL_LEAVE only.", [StartDate is null ? nameof(EndDate) : nameof(StartDate)]);
        else if (StartDate is null != EndDate is null)
            yield return new(
                "must be there with the other date.", [StartDate is null ? nameof(StartDate) : nameof(EndDate)]);
        else if (EndDate < StartDate)
            yield return new("must not be before startDate.", [nameof(EndDate)]);
        else if (EndDate?.DayNumber - StartDate?.DayNumber >= MostDays)
            yield return new($"must be at most {MostDays} days from startDate.", [nameof(EndDate)]);
        if (Part is not null && (StartDate is null || StartDate != EndDate))
            yield return new("is for dates of one day only.", [nameof(Part)]);
    }
}

/// <summary>Whose turn it is at this place of the line.</summary>
public sealed record SubmitStep([Range(1, SubmitStep.Most, ErrorMessage = "must be from {1} to {2}.")] int Step,
    [Id] long ApproverId)
{
    internal const int Most = 20;
}
