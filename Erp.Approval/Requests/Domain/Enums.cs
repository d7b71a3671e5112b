using Erp.Api.Json;

namespace Erp.Approval.Requests.Domain;

/// <summary>What is asked for.</summary>
public enum ApprovalType { AnnualLeave, Expense, Project, General }

/// <summary>Where one step stands.</summary>
[LowerCaseNames]
public enum StepStatus { Waiting, Pending, Approved, Rejected, Cancelled }

/// <summary>How the whole request ended, or that it has not.</summary>
[LowerCaseNames]
public enum FinalStatus { InProgress, Approved, Rejected, Cancelled }

/// <summary>What happened, in a request's history.</summary>
[LowerCaseNames]
public enum HistoryAction
{
    Submitted, StepApproved, StepRejected, LeaveDeducted, LeaveRefused, Cancelled,
    Commented, Reassigned, Delegated, Stuck,
}
