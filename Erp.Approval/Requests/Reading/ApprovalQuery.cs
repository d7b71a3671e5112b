using System.ComponentModel;
using System.Globalization;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Validation;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Microsoft.AspNetCore.Mvc;

namespace Erp.Approval.Requests.Reading;

/// <summary>What <c>GET /approvals</c> is narrowed to.</summary>
public sealed class ApprovalQuery
{
    /// <summary>Who asked.</summary>
    [FromQuery(Name = "requesterId"), Description("Who asked.")] public long? RequesterId { get; init; }

    /// <summary>Somebody in the line of approvers.</summary>
    [FromQuery(Name = "approverId"), Description("Somebody in the line of approvers.")]
    public long? ApproverId { get; init; }

    /// <summary>Somebody who has decided a step.</summary>
    [FromQuery(Name = "decidedBy"), Description("Somebody who has approved or rejected a step.")]
    public long? DecidedBy { get; init; }

    /// <summary>Somebody who may read it, and decides nothing.</summary>
    [FromQuery(Name = "readerId"), Description("Somebody who was named as a reader.")]
    public long? ReaderId { get; init; }

    /// <summary>Final status.</summary>
    [FromQuery(Name = "status"), Description("Final status.")] public Named<FinalStatus>? Status { get; init; }

    /// <summary>What is asked for.</summary>
    [FromQuery(Name = "type"), Description("What is asked for.")] public Named<ApprovalType>? Type { get; init; }

    /// <summary>Words of the title, or how they begin.</summary>
    [FromQuery(Name = "title"), Text(100)]
    [Description(
        "Words of the title, or how they begin, whatever their case; all of them. 16 characters of each count.")]
    public string? Title { get; init; }

    /// <summary>Made on this day or later.</summary>
    [FromQuery(Name = "from"), Years(2000, 2100)]
    [Description("Made on this day of the company's calendar or later.")]
    public DateOnly? From { get; init; }

    /// <summary>Made on this day or earlier.</summary>
    [FromQuery(Name = "to"), Years(2000, 2100)]
    [Description("Made on this day of the company's calendar or earlier.")]
    public DateOnly? To { get; init; }

    /// <summary>Only what is stuck.</summary>
    [FromQuery(Name = "stuck")]
    [Description("true: only those whose approver has left, and which HR has to give to somebody else.")]
    public bool? Stuck { get; init; }

    /// <summary>The filter; 403 when it would show other people's requests.</summary>
    internal ApprovalFilter For(Caller caller, CompanyCalendar calendar)
    {
        if (From > To) throw Problems.Invalid("invalid_range", "from must not be later than to.");
        var terms = Title is null ? null : TitleTerms.Asked(Title);
        if (terms is { Count: 0 })
            throw Problems.Invalid("invalid_title", "title must have a letter or a digit.");
        Caller.Must(
            caller.IsService || caller.IsHr
                || new[] { RequesterId, ApproverId, DecidedBy, ReaderId }.Any(id => IsOf(caller, id)),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Give requesterId={caller.EmployeeId}, approverId={caller.EmployeeId}, "
                    + $"decidedBy={caller.EmployeeId} or readerId={caller.EmployeeId}: others' requests are for HR."));
        return new(
            RequesterId, ApproverId, Status?.Value, Type?.Value, terms,
            From is { } from ? calendar.StartOf(from) : null, To is { } to ? calendar.StartOf(to.AddDays(1)) : null,
            Stuck == true, DecidedBy, ReaderId);
    }

    private static bool IsOf(Caller caller, long? employeeId) => employeeId is { } id && caller.Is(id);
}
