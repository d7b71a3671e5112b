using System.Text.Json.Nodes;
using Erp.Approval.Processing;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Reading;
using Erp.Approval.Requests.Submitting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Erp.Approval;

/// <summary>What the OpenAPI document cannot see by itself: lower-case names of statuses, and examples.</summary>
internal sealed class ApprovalSchemas : IOpenApiSchemaTransformer
{
    private static readonly Dictionary<Type, string> Examples = new()
    {
        [typeof(SubmitApprovalRequest)] = """
            {"requesterId":1,"title":"Two days off","content":"A long weekend.","type":"ANNUAL_LEAVE","leaveDays":2,
             "steps":[{"step":1,"approverId":2},{"step":2,"approverId":3}]}
            """,
        [typeof(DecideRequest)] = """{"status":"rejected","reason":"Not in the week of the release."}""",
        [typeof(Decision)] = """
            {"requestId":7,"step":1,"approverId":2,"status":"rejected","reason":"Not in the week of the release.",
             "decidedAt":"2026-03-02T12:05:00Z"}
            """,
        [typeof(ApprovalDetail)] = """
            {"requestId":7,"requesterId":1,"title":"Two days off","content":"A long weekend.","type":"ANNUAL_LEAVE",
             "leaveDays":2,"status":"in_progress","reason":null,
             "steps":[{"step":1,"approverId":2,"status":"approved","reason":null,"decidedAt":"2026-03-02T12:05:00Z"},
                      {"step":2,"approverId":3,"status":"pending","reason":null,"decidedAt":null}],
             "history":[{"at":"2026-03-02T12:00:00Z","action":"submitted","by":1,"step":null,"reason":null},
                        {"at":"2026-03-02T12:05:01Z","action":"step_approved","by":2,"step":1,"reason":null}],
             "createdAt":"2026-03-02T12:00:00Z","updatedAt":"2026-03-02T12:05:01Z"}
            """,
    };

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(FinalStatus)) schema.Enum = Names<FinalStatus>();
        if (type == typeof(StepStatus)) schema.Enum = Names<StepStatus>();
        if (type == typeof(HistoryAction)) schema.Enum = Names<HistoryAction>();
        if (type == typeof(DecisionStatus)) schema.Enum = Names<DecisionStatus>();
        if (Examples.TryGetValue(type, out var example)) schema.Examples = [JsonNode.Parse(example)!];
        return Task.CompletedTask;
    }

    private static List<JsonNode> Names<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(v => (JsonNode)v.Lower())];
}
