using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace Erp.ServiceDefaults.Tests.Work;

public sealed class RecurringWorkTests
{
    [Fact]
    public async Task Work_that_is_stopped_before_it_has_begun_ends_without_a_fault()
    {
        using var work = new Waiting();
        await work.StartAsync(default);
        await work.Begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await work.StopAsync(default);
        await work.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(work.ExecuteTask.IsCompletedSuccessfully);
    }

    private sealed class Waiting()
        : RecurringWork("Never", TimeSpan.Zero, new TransientFaults([]), NullLogger.Instance)
    {
        public TaskCompletionSource Begun { get; } = new();

        protected override Task BeginAsync(CancellationToken stoppingToken)
        {
            Begun.SetResult();
            return Task.Delay(Timeout.Infinite, stoppingToken);
        }

        protected override Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken) =>
            Task.FromResult<TimeSpan?>(null);
    }
}
