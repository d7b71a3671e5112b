using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Notification.Notifications;

/// <summary>Whether the store lacks what the asking service has told.</summary>
internal sealed record RefillState(
    [property: Description("The present life of the store; null while it is being filled from the topic.")]
    string? StoreEpoch,
    [property: Description("It began anew, and the service has not told everything again.")] bool Due);

/// <summary>A part of what a service tells again.</summary>
public sealed record Refill
{
    /// <summary>The life of the store that it is for.</summary>
    [Text(100), Description("The life of the store that it is for.")]
    public required string StoreEpoch { get; init; }

    /// <summary>What was told, in its order.</summary>
    [Items(0, 200), Description("Up to 200, in the order in which they were told.")]
    public required IReadOnlyList<RefillItem> Items { get; init; }

    /// <summary>Nothing comes after it.</summary>
    [Description("Nothing comes after these.")]
    public required bool Last { get; init; }
}

/// <summary>A notification that was sent before.</summary>
public sealed record RefillItem : SendNotification, IValidatableObject
{
    /// <summary>Whom it is for.</summary>
    [Id, Description("Whom it is for.")]
    public required long EmployeeId { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (MessageId is null) yield return new("is needed.", [nameof(MessageId)]);
        if (Timestamp is null) yield return new("is needed.", [nameof(Timestamp)]);
    }
}
