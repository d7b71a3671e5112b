using Erp.Redis;

namespace Erp.Approval.Processing;

/// <summary>The scripts of the inboxes; all start with <c>run.lua</c> and <c>outbox.lua</c>.</summary>
internal static class InboxScript
{
    public static RedisScript Of(string name) => RedisScript.Load(typeof(InboxScript).Assembly, "run", "outbox", name);
}
