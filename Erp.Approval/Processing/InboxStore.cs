using System.Text.Json;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Redis;
using StackExchange.Redis;

namespace Erp.Approval.Processing;

/// <summary>The inboxes in Redis: nothing is kept in this process, so every replica answers the same.</summary>
internal sealed class InboxStore(IConnectionMultiplexer redis)
{
    private static readonly RedisScript PutScript = InboxScript.Of("put");
    private static readonly RedisScript WithdrawScript = InboxScript.Of("withdraw");
    private static readonly RedisScript DecideScript = InboxScript.Of("decide");
    private static readonly RedisScript AppliedScript = InboxScript.Of("applied");
    private static readonly RedisScript HoldScript = InboxScript.Of("hold");
    private static readonly RedisScript ListScript = InboxScript.Of("list");
    private static readonly RedisScript CompareScript = InboxScript.Of("compare");
    private static readonly RedisScript FillScript = InboxScript.Of("fill");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>Puts the step into the inbox unless it is or was there.</summary>
    /// <param name="epoch">The life of the inbox that the answer will name.</param>
    /// <param name="item">What the approver sees.</param>
    /// <param name="turn">What is known of an earlier turn of this approver is over.</param>
    public async Task<InboxChange> PutAsync(string epoch, InboxItem item, int turn) =>
        (InboxChange)(int)await PutScript.RunAsync(
            Redis, epoch, item.RequestId, item.Step, item.ApproverId, Write(item), turn);

    /// <summary>Takes the step out of the inbox unless it is decided.</summary>
    /// <param name="epoch">The life of the inbox that the answer will name.</param>
    /// <param name="step">Which one.</param>
    public async Task<InboxChange> WithdrawAsync(string epoch, StepWithdrawn step) =>
        (InboxChange)(int)await WithdrawScript.RunAsync(
            Redis, epoch, step.RequestId, step.Step, step.ApproverId, step.Turn);

    /// <summary>Stores the decision and its message; tells what was decided before when that was faster.</summary>
    /// <param name="relayAfter">How long the caller publishes the message itself before a relay does.</param>
    public async Task<(DecideOutcome Outcome, Decision? Decision)> DecideAsync(
        Decision decision, OutgoingMessage message, TimeSpan relayAfter)
    {
        var answer = (RedisValue[])(await DecideScript.RunAsync(Redis, decision.RequestId, decision.ApproverId,
            decision.Status.Name(), Write(decision), message.Id,
            Write(message),
            (long)relayAfter.TotalMilliseconds))!;
        return (
            Enum.Parse<DecideOutcome>(answer[0].ToString(), ignoreCase: true),
            answer.Length > 1 ? Read<Decision>(answer[1]) : null);
    }

    /// <summary>Lets no decision in for a while: the step is being withdrawn. Null when the approver was
    /// faster.</summary>
    public async Task<InboxHold?> HoldAsync(long approverId, long requestId, int turn, TimeSpan duration)
    {
        var answer = (RedisValue[])(await HoldScript.RunAsync(
            Redis, requestId, approverId, (long)duration.TotalMilliseconds, turn))!;
        return answer.Length > 1 ? new((string)answer[1]!, (bool)answer[2]) : null;
    }

    /// <summary>The system of record is done with this decision; false when that was known.</summary>
    public async Task<bool> AppliedAsync(DecisionApplied applied) =>
        (int)await AppliedScript.RunAsync(
            Redis, applied.RequestId, applied.ApproverId, applied.DecisionId, applied.Step) == 1;

    /// <summary>What the inboxes have of these requests, and what the record says that they should have.</summary>
    public async Task<InboxDifference> CompareAsync(PendingSteps record)
    {
        var (difference, whole) = await RunAsync();
        if (whole) return difference;
        await ListAllAsOpenAsync();
        return (await RunAsync()).Difference;

        async Task<(InboxDifference Difference, bool Whole)> RunAsync()
        {
            var answer = (RedisResult[])(await CompareScript.RunAsync(Redis,
                [
                    record.After ?? 0, record.UpTo ?? RedisValue.EmptyString,
                    .. record.Steps.SelectMany(s => new RedisValue[] { s.RequestId, s.ApproverId }),
                ]))!;
            return (
                new(
                    [.. ((RedisValue[])answer[0]!).Select(request => (long)request)],
                    [.. ((RedisValue[])answer[1]!).Select(member => PendingStep.Parse((string)member!))]),
                (bool)answer[2]);
        }
    }

    // What is compared was lost, and the inboxes were not: of their own they would show for good what is decided.
    private async Task ListAllAsOpenAsync()
    {
        const string Inbox = "inbox:of:";
        await FillScript.RunAsync(Redis, "begin");
        foreach (var server in redis.GetServers().Where(s => s is { IsConnected: true, IsReplica: false }))
        await foreach (var key in server.KeysAsync(Redis.Database, $"{Inbox}*", 1000))
            await FillScript.RunAsync(Redis, key.ToString()[Inbox.Length..]);
        await FillScript.RunAsync(Redis, "end");
    }

    /// <summary>What waits for this approver, by request id.</summary>
    public async Task<IReadOnlyList<InboxItem>> ListAsync(long approverId, int take, long? after) =>
        [.. ((RedisValue[])(await ListScript.RunAsync(Redis, approverId, after ?? 0, take))!).Select(Read<InboxItem>)];

    /// <summary>What waits for this approver in this request, and what they decided.</summary>
    public async Task<(InboxItem? Item, Decision? Decision)> FindAsync(long approverId, long requestId)
    {
        var found = await Redis.HashGetAsync($"inbox:entry:{approverId}:{requestId}", ["item", "decision"]);
        return (found[0].IsNull ? null : Read<InboxItem>(found[0]), found[1].IsNull ? null : Read<Decision>(found[1]));
    }

    /// <summary>The message of a decision that the record has not answered yet.</summary>
    public async Task<OutgoingMessage?> FindUnansweredAsync(Decision decision)
    {
        var found = await Redis.HashGetAsync($"inbox:entry:{decision.ApproverId}:{decision.RequestId}", "message");
        return found.IsNull ? null : Read<OutgoingMessage>(found);
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, ErpJson.MessageOptions);

    private static T Read<T>(RedisValue json) => JsonSerializer.Deserialize<T>((string)json!, ErpJson.MessageOptions)!;
}

/// <summary>What came of taking a decision; <c>Held</c>: the step is being withdrawn; <c>Unsure</c>: Redis
/// was restarted or failed over, and the record has not said yet that the step is still pending.</summary>
internal enum DecideOutcome { Decided, Same, Contrary, Absent, Held, Unsure }
