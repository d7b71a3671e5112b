using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Approval.Requests.Domain;

/// <summary>What is asked for.</summary>
[JsonConverter(typeof(UpperSnakeCase<ApprovalType>))]
public enum ApprovalType { AnnualLeave, Expense, Project, General }

/// <summary>Where one step stands.</summary>
[JsonConverter(typeof(LowerSnakeCase<StepStatus>))]
public enum StepStatus { Waiting, Pending, Approved, Rejected, Cancelled }

/// <summary>How the whole request ended, or that it has not.</summary>
[JsonConverter(typeof(LowerSnakeCase<FinalStatus>))]
public enum FinalStatus { InProgress, Approved, Rejected, Cancelled }

/// <summary>What happened, in a request's history.</summary>
[JsonConverter(typeof(LowerSnakeCase<HistoryAction>))]
public enum HistoryAction { Submitted, StepApproved, StepRejected, LeaveDeducted, LeaveRefused, Cancelled }

/// <summary>The names by which messages, queries and columns know the values.</summary>
public static class EnumNames
{
    /// <summary><c>InProgress</c> → <c>in_progress</c>.</summary>
    public static string Lower<T>(this T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary><c>AnnualLeave</c> → <c>ANNUAL_LEAVE</c>.</summary>
    public static string Upper<T>(this T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
