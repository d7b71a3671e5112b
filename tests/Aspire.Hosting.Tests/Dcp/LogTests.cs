using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests.Dcp;

public sealed class LogTests
{
    [Fact]
    public async Task Lines_of_both_streams_arrive_and_again_after_a_restart()
    {
        await using var test = await TestApplication.StartAsync(builder =>
            builder.AddExecutable("talker", "sh", ".", "-c", "echo to be heard $$; echo to be feared >&2; exec sleep 1000"));
        var running = await test.ReachesAsync("talker", KnownResourceStates.Running);
        var lines = new List<LogLine>();
        var restarted = false;

        await foreach (var batch in test.App.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(running.ResourceId).WithCancellation(test.End))
        {
            lines.AddRange(batch);
            if (!restarted && Count(lines, "to be heard") == 1 && Count(lines, "to be feared") == 1)
            {
                restarted = true;
                await test.App.ResourceCommands.ExecuteCommandAsync(running.ResourceId, KnownResourceCommands.RestartCommand, test.End);
            }
            if (Count(lines, "to be heard") == 2 && Count(lines, "to be feared") == 2)
                break;
        }

        Assert.All(lines.Where(l => l.Content.Contains("feared", StringComparison.Ordinal)), l => Assert.True(l.IsErrorMessage));
        Assert.All(lines.Where(l => l.Content.Contains("heard", StringComparison.Ordinal)), l => Assert.False(l.IsErrorMessage));
    }

    private static int Count(IEnumerable<LogLine> lines, string text) => lines.Count(l => l.Content.Contains(text, StringComparison.Ordinal));
}
