using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Notification.Notifications;

/// <summary>What to send to one employee.</summary>
public record SendNotification
{
    /// <summary>What kind of notification it is.</summary>
    [Text(64), RegularExpression("^[A-Z][A-Z0-9_]*$", ErrorMessage = "must be A-Z, 0-9 and _, a letter first.")]
    [Description("1 to 64 characters A-Z, 0-9 and _, beginning with a letter.")]
    public required string Type { get; init; }

    /// <summary>What the employee reads.</summary>
    [Text(2000), Description("1 to 2,000 characters.")]
    public required string Message { get; init; }

    /// <summary>Tells a repetition from another notification.</summary>
    [Text(100), RegularExpression("^[A-Za-z0-9._:-]*$", ErrorMessage = "must be letters, digits and . _ : -")]
    [Description("Stored once per employee, however often it is sent. Made by the service when absent.")]
    public string? MessageId { get; init; }

    /// <summary>The approval that it is about.</summary>
    [Id, Description("The approval that it is about.")]
    public long? ApprovalId { get; init; }

    /// <summary>What became of it.</summary>
    [Text(50), Description("1 to 50 characters.")]
    public string? Status { get; init; }

    /// <summary>The message in parts.</summary>
    [Description("The message in parts, where it has a form that programs know.")]
    public SentenceBody? Sentence { get; init; }

    /// <summary>When it happened.</summary>
    [Description("When it happened, for services; now when absent.")]
    public DateTimeOffset? Timestamp { get; init; }
}

/// <summary>What to send to a list of employees; there is no sending to everybody.</summary>
public sealed record SendNotificationToList : SendNotification, IValidatableObject
{
    /// <summary>To whom.</summary>
    [Items(1, 1000), Description("1 to 1,000 different employees.")]
    public required IReadOnlyList<long> EmployeeIds { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (EmployeeIds.Any(id => id < 1) || EmployeeIds.Distinct().Count() != EmployeeIds.Count)
            yield return new("must be different employees.", [nameof(EmployeeIds)]);
    }
}

/// <summary>What sending to one employee answers.</summary>
internal sealed record Sent(
    long EmployeeId,
    [property: Description("Id in the employee's notifications.")] long Id,
    string MessageId);

/// <summary>What sending to a list answers, in the list's order.</summary>
internal sealed record SentToList(string MessageId, IReadOnlyList<Sent> Items);
