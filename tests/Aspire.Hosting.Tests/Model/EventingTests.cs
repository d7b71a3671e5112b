using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.Tests.Model;

public class EventingTests
{
    private readonly DistributedApplicationEventing _eventing = new();
    private readonly List<string> _heard = [];

    [Fact]
    public async Task Callbacks_are_called_one_after_the_other_in_the_order_of_their_subscription()
    {
        var first = new TaskCompletionSource();
        _eventing.Subscribe<Happened>(async (_, _) =>
        {
            await first.Task;
            _heard.Add("first");
        });
        _eventing.Subscribe<Happened>(Note("second"));

        var published = _eventing.PublishAsync(new Happened());
        Assert.Empty(_heard);
        first.SetResult();
        await published;

        Assert.Equal(["first", "second"], _heard);
    }

    [Fact]
    public async Task Without_blocking_nobody_waits_for_the_callbacks()
    {
        var go = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        _eventing.Subscribe<Happened>(async (_, _) =>
        {
            await go.Task;
            done.SetResult();
        });

        await _eventing.PublishAsync(new Happened(), EventDispatchBehavior.NonBlockingSequential).WaitAsync(TestModel.Patience);
        go.SetResult();

        await done.Task.WaitAsync(TestModel.Patience);
    }

    [Fact]
    public async Task Concurrent_callbacks_do_not_wait_for_each_other()
    {
        var met = new TaskCompletionSource();
        _eventing.Subscribe<Happened>((_, _) => met.Task);
        _eventing.Subscribe<Happened>((_, _) =>
        {
            met.SetResult();
            return Task.CompletedTask;
        });

        await _eventing.PublishAsync(new Happened(), EventDispatchBehavior.BlockingConcurrent).WaitAsync(TestModel.Patience);
    }

    [Fact]
    public async Task A_resource_hears_only_of_itself()
    {
        var builder = TestModel.Builder();
        var (a, b) = (builder.AddProgram("a").Resource, builder.AddProgram("b").Resource);
        _eventing.Subscribe<ResourceReadyEvent>(a, (happened, _) =>
        {
            _heard.Add(happened.Resource.Name);
            return Task.CompletedTask;
        });
        await using var application = builder.Build();

        await _eventing.PublishAsync(new ResourceReadyEvent(a, application.Services));
        await _eventing.PublishAsync(new ResourceReadyEvent(b, application.Services));

        Assert.Equal(["a"], _heard);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_is_heard()
    {
        var subscription = _eventing.Subscribe<Happened>(Note("heard"));

        _eventing.Unsubscribe(subscription);
        await _eventing.PublishAsync(new Happened());

        Assert.Empty(_heard);
    }

    private Func<Happened, CancellationToken, Task> Note(string text) => (_, _) =>
    {
        _heard.Add(text);
        return Task.CompletedTask;
    };

    private sealed class Happened : IDistributedApplicationEvent;
}
