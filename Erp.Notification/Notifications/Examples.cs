namespace Erp.Notification.Notifications;

/// <summary>Examples of the OpenAPI document.</summary>
internal static class Examples
{
    public const string One = """
        {"messageId":"leave-17-approved","type":"LEAVE_STATUS_CHANGED","status":"APPROVED",
         "message":"Your leave from 1 to 3 June is approved."}
        """;

    public const string List = """
        {"messageId":"office-closed-2026-06-05","type":"ANNOUNCEMENT","message":"The office is closed on Friday.",
         "employeeIds":[1,2,3]}
        """;

    public const string Sent = """
        {"employeeId":3,"id":1781000000001,"messageId":"leave-17-approved"}
        """;

    public const string Recent = """
        {"items":[{"id":1781000000001,"messageId":"0197d0c5a6f07000a3c1d1b0c2e4f506",
                   "type":"APPROVAL_STATUS_CHANGED","approvalId":42,"status":"approved",
                   "message":"\"New laptop\" is approved.","timestamp":"2026-06-09T09:30:00.000Z",
                   "read":false}],"next":null}
        """;
}
