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

    [Fact]
    public async Task What_failed_in_part_is_tried_again_soon_whenever_the_next_turn_would_be()
    {
        using var work = new FailingTwice();
        await work.StartAsync(default);
        await work.Done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await work.StopAsync(default);
        Assert.Equal(3, work.Turns);
    }

    private sealed class FailingTwice()
        : RecurringWork("It fails", TimeSpan.FromHours(1), new TransientFaults([]), NullLogger.Instance)
    {
        public int Turns { get; private set; }

        public TaskCompletionSource Done { get; } = new();

        protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
        {
            Turns++;
            await TryAsync(
                () => Turns < 3 ? Task.FromException(new InvalidOperationException()) : Task.CompletedTask,
                stoppingToken);
            if (Turns == 3) Done.SetResult();
            return TimeSpan.FromHours(1);
        }
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
