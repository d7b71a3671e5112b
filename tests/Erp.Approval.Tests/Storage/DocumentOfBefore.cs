using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Tests.Storage;

/// <summary>A request as it was stored before titles could be searched for, lines changed and comments written: in
/// everybody's database, so it has to be read for ever.</summary>
internal static class DocumentOfBefore
{
    public const long Id = 41;

    public const string Json = """
        {"id":41,"version":3,"requesterId":1,"title":"New chairs","content":"Twelve of them.","type":"EXPENSE",
         "leaveDays":null,"status":"in_progress","reason":null,"deducting":false,"deductionTrace":null,
         "deductionLease":null,"createdAt":"2026-03-02T12:00:00+00:00","updatedAt":"2026-03-02T12:00:05+00:00",
         "steps":[
          {"step":1,"approverId":2,"status":"approved","assignmentId":"a1","inboxEpoch":"e","decisionId":"d1",
           "reason":null,"decidedAt":"2026-03-02T12:00:04+00:00"},
          {"step":2,"approverId":3,"status":"pending","assignmentId":"a2","inboxEpoch":"e","decisionId":null,
           "reason":null,"decidedAt":null}],
         "history":[
          {"at":"2026-03-02T12:00:00+00:00","action":"submitted","by":1,"step":null,"reason":null},
          {"at":"2026-03-02T12:00:05+00:00","action":"step_approved","by":2,"step":1,"reason":null}],
         "outbox":[
          {"id":"approval-41-2-3","topic":"approval-notifications","type":"NotificationRequested","payload":"{}",
           "traceParent":null,"createdAt":"2026-03-02T12:00:05+00:00","dueAt":"2026-03-02T12:00:20+00:00",
           "attempts":1,"awaitsAnswer":true}]}
        """;

    /// <summary>Requests have had readers for longer than a list of them.</summary>
    public static string WithReader(long reader) =>
        Json.Replace("\"history\":[", $"\"readers\":[{reader}],\"history\":[", StringComparison.Ordinal);

    public static void AssertRead(ApprovalRequest? read)
    {
        Assert.NotNull(read);
        Assert.Equal((Id, "New chairs", FinalStatus.InProgress), (read.Id, read.Title, read.Status));
        Assert.Equal(
            [(2, StepStatus.Approved), (3, StepStatus.Pending)], read.Steps.Select(s => (s.ApproverId, s.Status)));
        Assert.Equal([HistoryAction.Submitted, HistoryAction.StepApproved], read.History.Select(h => h.Action));
        Assert.Equal("approval-41-2-3", Assert.Single(read.Outbox).Id);
    }
}
