using System.ComponentModel;
using System.Text.RegularExpressions;
using Erp.ServiceDefaults.Errors;

namespace Erp.Notification.Notifications;

/// <summary>Body of both ways to send.</summary>
internal sealed partial record SendNotification(
    [property: Description("1 to 64 characters A-Z, 0-9 and _, beginning with a letter.")] string Type,
    [property: Description("1 to 2,000 characters.")] string Message,
    [property: Description("Stored once per employee, however often it is sent. Made by the service when absent.")]
    string? MessageId = null,
    [property: Description("The approval that it is about.")] long? ApprovalId = null,
    [property: Description("1 to 50 characters.")] string? Status = null,
    [property: Description("1 to 1,000 employees; only for sending to a list.")]
    IReadOnlyList<long>? EmployeeIds = null)
{
    private const int MostEmployees = 1000;

    /// <summary>400 naming every field that breaks a rule.</summary>
    public void Validate(bool toList)
    {
        var errors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Check("type", TypeForm().IsMatch(Type), "must be 1 to 64 characters A-Z, 0-9 and _, beginning with a letter.");
        Check(
            "message", !string.IsNullOrWhiteSpace(Message) && Message.Length <= 2000,
            "must have 1 to 2,000 characters.");
        Check(
            "messageId", MessageId is null || IdForm().IsMatch(MessageId),
            "must be 1 to 100 letters, digits and . _ : -");
        Check("approvalId", ApprovalId is null or > 0, "must be a positive whole number.");
        Check(
            "status", Status is null || (!string.IsNullOrWhiteSpace(Status) && Status.Length <= 50),
            "must have 1 to 50 characters.");
        if (toList)
            Check(
                "employeeIds",
                EmployeeIds is { Count: > 0 and <= MostEmployees }
                    && EmployeeIds.All(id => id > 0)
                    && EmployeeIds.Distinct().Count() == EmployeeIds.Count,
                "must be 1 to 1,000 different employees; there is no sending to everybody.");
        else
            Check("employeeIds", EmployeeIds is null, "must be left out: the address names the employee.");

        if (errors.Count == 0) return;
        throw new ProblemException(400, "validation_failed", string.Join(' ', errors.Select(e => $"{e.Key} {e.Value}")))
        {
            Extensions = new Dictionary<string, object?> { ["errors"] = errors },
        };

        void Check(string field, bool holds, string error)
        {
            if (!holds) errors.Add(field, error);
        }
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{0,63}\z")]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,100}\z")]
    private static partial Regex IdForm();
}

/// <summary>What sending to one employee answers.</summary>
internal sealed record Sent(
    long EmployeeId,
    [property: Description("Id in the employee's notifications.")] long Id,
    string MessageId);

/// <summary>What sending to a list answers, in the list's order.</summary>
internal sealed record SentToList(string MessageId, IReadOnlyList<Sent> Items);
