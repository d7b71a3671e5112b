using System.ComponentModel.DataAnnotations;

namespace Erp.Approval;

/// <summary>Section <c>Approval</c>.</summary>
public sealed class ApprovalOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Approval";

    /// <summary>Which of the two services this process is.</summary>
    public ApprovalRole Role { get; set; } = ApprovalRole.Request;

    /// <summary>A message that is published but not answered is sent again after this time, then after twice as long,
    /// and so on up to 40 times as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan FirstRedelivery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a message that was published waits for its answer before it is noted as published: an answer
    /// says so as well, without a write of its own.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one replica alone asks for the leave of a request to be deducted; also the pause before it is
    /// asked for again. Replicas look for such requests twice as often.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan DeductionLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an approver waits for Kafka to have the decision as well, before the answer goes
    /// without.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan DecisionWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the processing role looks whether its inbox store began anew.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan EpochCheck { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the request role waits before it compares its record with the inboxes again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan InboxCheck { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long what is stuck, because its approver has left, waits for somebody to look whether that is
    /// over although nobody has changed: by the calendar.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan LeaverCheck { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a step waits before its approver is reminded of it each working day. Saturdays and Sundays do
    /// not count; holidays do.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "60.00:00:00")]
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How often one of the replicas looks for steps that wait so long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan ReminderCheck { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>The two services that this program can be.</summary>
public enum ApprovalRole
{
    /// <summary>approval-request: the system of record.</summary>
    Request,

    /// <summary>approval-processing: inboxes and decisions.</summary>
    Processing,
}
