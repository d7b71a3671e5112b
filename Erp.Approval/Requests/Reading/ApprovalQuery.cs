using System.ComponentModel;
using System.Globalization;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Errors;
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

    /// <summary>Final status, lower case.</summary>
    [FromQuery(Name = "status"), Description("in_progress, approved, rejected or cancelled.")]
    public string? Status { get; init; }

    /// <summary>Type, upper case.</summary>
    [FromQuery(Name = "type"), Description("ANNUAL_LEAVE, EXPENSE, PROJECT or GENERAL.")]
    public string? Type { get; init; }

    /// <summary>The checked filter; 403 when it would show other people's requests.</summary>
    internal ApprovalFilter For(Caller caller)
    {
        var filter = new ApprovalFilter(RequesterId, ApproverId,
            Parse(Status, "invalid_status", "status", Enum.GetValues<FinalStatus>(), s => s.Lower()),
            Parse(Type, "invalid_type", "type", Enum.GetValues<ApprovalType>(), t => t.Upper()));
        Caller.Must(caller.IsService || caller.IsHr || IsOf(caller, RequesterId) || IsOf(caller, ApproverId),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Give requesterId={caller.EmployeeId} or approverId={caller.EmployeeId}: "
                    + $"others' requests are for HR."));
        return filter;
    }

    private static bool IsOf(Caller caller, long? employeeId) => employeeId is { } id && caller.Is(id);

    private static T? Parse<T>(string? text, string code, string name, T[] values, Func<T, string> write)
        where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in values)
            if (write(value) == text) return value;
        throw Problems.Invalid(code, $"{name} must be one of {string.Join(", ", values.Select(write))}.");
    }
}
