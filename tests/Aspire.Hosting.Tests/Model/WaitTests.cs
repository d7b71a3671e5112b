using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Model;

public sealed class WaitTests : IAsyncDisposable
{
    private readonly DistributedApplicationBuilder _builder = TestModel.Builder();
    private readonly CancellationTokenSource _patience = new(TestModel.Patience);
    private DistributedApplication? _application;

    private ResourceNotificationService Notifications => _application!.ResourceNotifications;

    public async ValueTask DisposeAsync()
    {
        await (_application?.DisposeAsync() ?? default);
        _patience.Dispose();
    }

    [Fact]
    public async Task A_resource_waits_until_the_other_one_is_healthy()
    {
        var healthy = false;
        _builder.Services.AddHealthChecks().AddCheck("answers", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
        var db = _builder.AddProgram("db").WithHealthCheck("answers");
        var web = _builder.AddProgram("web").WaitFor(db);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await Notifications.WaitForResourceAsync("web", KnownResourceStates.Waiting, _patience.Token);
        await IsAsync(db, KnownResourceStates.Running);
        await Notifications.WaitForResourceAsync("db", e => e.Snapshot.HealthStatus is HealthStatus.Unhealthy && e.Snapshot.HealthReports is [{ Description: "not yet" }], _patience.Token);
        Assert.False(waiting.IsCompleted);

        healthy = true;
        await waiting;
    }

    [Fact]
    public async Task A_resource_without_health_checks_is_healthy_as_soon_as_it_runs()
    {
        var db = _builder.AddProgram("db");
        var web = _builder.AddProgram("web").WaitFor(db);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(db, KnownResourceStates.Running);

        await waiting;
        await Notifications.WaitForResourceHealthyAsync("db", _patience.Token);
    }

    [Fact]
    public async Task It_waits_for_the_handlers_of_the_ready_event_too()
    {
        var handled = new TaskCompletionSource();
        var db = _builder.AddProgram("db");
        db.OnResourceReady((_, _, _) => handled.Task);
        var web = _builder.AddProgram("web").WaitFor(db);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(db, KnownResourceStates.Running);
        await Notifications.WaitForResourceAsync("db", e => e.Snapshot.ResourceReady is not null, _patience.Token);
        Assert.False(waiting.IsCompleted);

        handled.SetResult();
        await waiting;
    }

    [Fact]
    public async Task All_replicas_are_waited_for()
    {
        var service = _builder.AddService("service");
        service.Resource.Annotations.Add(new ResourceInstancesAnnotation(["service-a", "service-b"]));
        var web = _builder.AddProgram("web").WaitFor(service);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await Notifications.PublishUpdateAsync(service.Resource, "service-a", snapshot => snapshot with { State = KnownResourceStates.Running });
        await Notifications.WaitForResourceAsync("service", e => e.ResourceId == "service-a" && e.Snapshot.ResourceReady is not null, _patience.Token);
        Assert.False(waiting.IsCompleted);

        await Notifications.PublishUpdateAsync(service.Resource, "service-b", snapshot => snapshot with { State = KnownResourceStates.Running });
        await waiting;
    }

    [Theory]
    [InlineData("FailedToStart")]
    [InlineData("Exited")]
    public async Task A_dependency_that_ends_fails_the_wait_with_its_name_and_state(string state)
    {
        var db = _builder.AddProgram("db");
        var web = _builder.AddProgram("web").WaitFor(db, WaitBehavior.StopOnResourceUnavailable);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(db, state);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => waiting);
        Assert.Contains("'db'", error.Message, StringComparison.Ordinal);
        Assert.Contains(state, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_tolerates_failures_goes_on_until_the_dependency_is_back()
    {
        var db = _builder.AddProgram("db");
        var web = _builder.AddProgram("web").WaitFor(db, WaitBehavior.WaitOnResourceUnavailable);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(db, KnownResourceStates.Exited);
        Assert.False(waiting.IsCompleted);

        await IsAsync(db, KnownResourceStates.Running);
        await waiting;
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task Waiting_for_completion_looks_at_the_exit_code(int exitCode, bool succeeds)
    {
        var job = _builder.AddProgram("job");
        var web = _builder.AddProgram("web").WaitForCompletion(job);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(job, KnownResourceStates.Running);
        Assert.False(waiting.IsCompleted);
        await Notifications.PublishUpdateAsync(job.Resource, snapshot => snapshot with { State = KnownResourceStates.Exited, ExitCode = exitCode });

        if (succeeds)
        {
            await waiting;
        }
        else
        {
            Assert.Contains("exit code 3", (await Assert.ThrowsAsync<DistributedApplicationException>(() => waiting)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Waiting_for_the_start_does_not_ask_for_health()
    {
        _builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        var db = _builder.AddProgram("db").WithHealthCheck("never");
        var web = _builder.AddProgram("web").WaitForStart(db);
        await WatchHealthAsync();

        var waiting = Notifications.WaitForDependenciesAsync(web.Resource, _patience.Token);
        await IsAsync(db, KnownResourceStates.Running);

        await waiting;
    }

    [Fact]
    public async Task A_restarted_resource_is_not_healthy_before_it_is_checked_again()
    {
        var healthy = true;
        _builder.Services.AddHealthChecks().AddCheck("answers", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var db = _builder.AddProgram("db").WithHealthCheck("answers");
        await WatchHealthAsync();
        await IsAsync(db, KnownResourceStates.Running);
        await Notifications.WaitForResourceHealthyAsync("db", _patience.Token);

        healthy = false;
        await IsAsync(db, KnownResourceStates.Exited);
        await Notifications.WaitForResourceAsync("db", e => e.Snapshot.ResourceReady is null, _patience.Token);
        await IsAsync(db, KnownResourceStates.Running);

        await Notifications.WaitForResourceAsync("db", e => e.Snapshot.HealthStatus is HealthStatus.Unhealthy && e.Snapshot.HealthReports[0].LastRunAt is not null, _patience.Token);
    }

    [Fact]
    public async Task A_health_check_that_nobody_registered_is_named()
    {
        var db = _builder.AddProgram("db").WithHealthCheck("unknown");
        await WatchHealthAsync();
        await IsAsync(db, KnownResourceStates.Running);

        var state = await Notifications.WaitForResourceAsync("db", e => e.Snapshot.HealthReports is [{ Status: HealthStatus.Unhealthy, Description: not null }], _patience.Token);

        Assert.Contains("unknown", state.Snapshot.HealthReports[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_cannot_wait_for_itself()
    {
        var web = _builder.AddProgram("web");

        Assert.Contains("'web'", Assert.Throws<DistributedApplicationException>(() => web.WaitFor(web)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_ends_with_its_token()
    {
        _builder.AddProgram("web");
        await WatchHealthAsync();
        using var cancelled = new CancellationTokenSource();
        var waiting = Notifications.WaitForResourceHealthyAsync("web", cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    // Only the monitor runs: the states that the orchestrator would report are the test's.
    private async Task WatchHealthAsync()
    {
        _application = _builder.Build();
        await _application.Services.GetServices<IHostedService>().OfType<ResourceHealthMonitor>().Single().StartAsync(_patience.Token);
    }

    private Task IsAsync<T>(IResourceBuilder<T> resource, string state) where T : IResource =>
        Notifications.PublishUpdateAsync(resource.Resource, snapshot => snapshot with { State = state });
}
