using System.ComponentModel;
using System.Globalization;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Auth;
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

    /// <summary>Final status.</summary>
    [FromQuery(Name = "status"), Description("Final status.")] public Named<FinalStatus>? Status { get; init; }

    /// <summary>What is asked for.</summary>
    [FromQuery(Name = "type"), Description("What is asked for.")] public Named<ApprovalType>? Type { get; init; }

    /// <summary>The filter; 403 when it would show other people's requests.</summary>
    internal ApprovalFilter For(Caller caller)
    {
        Caller.Must(caller.IsService || caller.IsHr || IsOf(caller, RequesterId) || IsOf(caller, ApproverId),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Give requesterId={caller.EmployeeId} or approverId={caller.EmployeeId}: "
                    + $"others' requests are for HR."));
        return new(RequesterId, ApproverId, Status?.Value, Type?.Value);
    }

    private static bool IsOf(Caller caller, long? employeeId) => employeeId is { } id && caller.Is(id);
}
