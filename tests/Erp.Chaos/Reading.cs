using System.Text.Json.Nodes;
using Erp.Chaos.Checking;

namespace Erp.Chaos;

/// <summary>What answers say, as the checker takes it.</summary>
internal static class Reading
{
    public static Notice Notice(JsonNode n) => new(
        n["id"]!.GetValue<long>(), n["messageId"]!.GetValue<string>(), n["type"]!.GetValue<string>(),
        n["approvalId"]?.GetValue<long>(), n["status"]?.GetValue<string>());

    public static RequestState Request(JsonNode r) => new(
        r["requestId"]!.GetValue<long>(), r["requesterId"]!.GetValue<long>(), r["title"]!.GetValue<string>(),
        r["leaveDays"]?.GetValue<decimal>(), r["status"]!.GetValue<string>(),
        [.. r["steps"]!.AsArray().Select(s => new StepState(
            s!["step"]!.GetValue<int>(), s["approverId"]!.GetValue<long>(), s["status"]!.GetValue<string>()))],
        [.. r["history"]!.AsArray().Select(h => new Deed(
            h!["action"]!.GetValue<string>(), h["step"]?.GetValue<int>(), h["by"]?.GetValue<long>(),
            h["approverId"]?.GetValue<long>(), h["insteadOf"]?.GetValue<long>()))]);
}
