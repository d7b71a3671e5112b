using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Employee.Mail;

/// <summary>What somebody wants to have by mail as well.</summary>
/// <param name="Types">Types of notifications, each once; none of them by default.</param>
public sealed record MailPreferences([Items(0, 20)] IReadOnlyList<MailType> Types) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Types.Distinct().Count() != Types.Count) yield return new("must be different types.", [nameof(Types)]);
    }
}

/// <summary>Where to send an employee's mail, and what of: for the service that sends it.</summary>
/// <param name="Email">Null for somebody who has left, and gets none.</param>
public sealed record MailAddress(string? Email, string Name, IReadOnlyList<MailType> Types);

/// <summary>Types of notifications that can be had by mail.</summary>
public enum MailType
{
    /// <summary>It is one's turn to decide.</summary>
    ApprovalRequested,

    /// <summary>Something became of one's request.</summary>
    ApprovalStatusChanged,

    /// <summary>Somebody commented on a request.</summary>
    ApprovalCommented,

    /// <summary>A request waits for one's decision.</summary>
    ApprovalReminder,

    /// <summary>A request waits for somebody who cannot decide.</summary>
    ApprovalStuck,

    /// <summary>Somebody of one's department asks for leave.</summary>
    LeaveRequested,

    /// <summary>Somebody of one's department takes their leave back.</summary>
    LeaveCancelled,

    /// <summary>One's leave was decided.</summary>
    LeaveStatusChanged,

    /// <summary>Somebody corrected one's balance.</summary>
    LeaveBalanceChanged,

    /// <summary>One's work on a quest was decided.</summary>
    QuestStatusChanged,

    /// <summary>HR has something to say.</summary>
    Announcement,
}
