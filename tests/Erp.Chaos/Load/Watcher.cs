using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>A requester who looks again and again at what became of their requests.</summary>
public sealed class Watcher(Person self, CarefulClient client, History history)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken stop)
    {
        var last = new Dictionary<long, string>();
        while (!stop.IsCancellationRequested)
        {
            var reply =
                await client.GetAsync(Services.Request, self, $"/approvals?requesterId={self.Id}&limit=200", stop);
            foreach (var item in reply.Ok ? reply.Body!["items"]!.AsArray() : [])
            {
                var (id, status) = (item!["requestId"]!.GetValue<long>(), item["status"]!.GetValue<string>());
                if (last.GetValueOrDefault(id) != status) history.Add(new Seen(id, status));
                last[id] = status;
            }
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
