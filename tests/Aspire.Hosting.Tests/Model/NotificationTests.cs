using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Tests.Model;

public sealed class NotificationTests : IAsyncDisposable
{
    private readonly DistributedApplicationBuilder _builder = TestModel.Builder();
    private readonly CancellationTokenSource _patience = new(TestModel.Patience);
    private DistributedApplication? _application;

    private DistributedApplication Application => _application ??= _builder.Build();

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        _patience.Dispose();
    }

    [Fact]
    public async Task A_watch_begins_with_what_is_and_goes_on_with_each_change_in_order()
    {
        var web = _builder.AddProgram("web").Resource;
        await SetAsync(web, "one");
        var seen = new List<string>();

        var watching = Task.Run(async () =>
        {
            await foreach (var change in Application.ResourceNotifications.WatchAsync(_patience.Token))
            {
                seen.Add(change.Snapshot.State!.Text);
                if (seen.Count == 1)
                {
                    await SetAsync(web, "two");
                    await SetAsync(web, "three");
                }

                if (seen.Count == 3)
                {
                    return;
                }
            }
        });

        await watching;
        Assert.Equal(["one", "two", "three"], seen);
    }

    [Fact]
    public async Task The_first_state_has_relationships_checks_icon_and_commands()
    {
        var db = _builder.AddProgram("db");
        var web = _builder.AddProgram("web").WithHealthCheck("alive").WithParentRelationship(db).WithIconName("Globe")
            .WithCommand("flush", "Flush", _ => Task.FromResult(CommandResults.Success()), new CommandOptions { UpdateState = _ => ResourceCommandState.Disabled }).Resource;

        await Application.ResourceNotifications.PublishUpdateAsync(web, snapshot => snapshot);

        Assert.True(Application.ResourceNotifications.TryGetCurrentState("web", out var state));
        Assert.Equal(new RelationshipSnapshot("db", "Parent"), Assert.Single(state.Snapshot.Relationships));
        Assert.Equal("alive", Assert.Single(state.Snapshot.HealthReports).Name);
        Assert.Equal("Globe", state.Snapshot.IconName);
        Assert.Equal(("flush", ResourceCommandState.Disabled), (Assert.Single(state.Snapshot.Commands).Name, state.Snapshot.Commands[0].State));
    }

    [Fact]
    public async Task A_database_is_shown_below_its_server()
    {
        var db = _builder.AddMySql("mysql").AddDatabase("erp").Resource;

        await Application.ResourceNotifications.PublishUpdateAsync(db, snapshot => snapshot);

        Assert.True(Application.ResourceNotifications.TryGetCurrentState("erp", out var state));
        Assert.Contains(new RelationshipSnapshot("mysql", "Parent"), state.Snapshot.Relationships);
    }

    [Fact]
    public void Health_is_the_worst_report_of_a_running_resource()
    {
        HealthReportSnapshot Report(HealthStatus? status) => new("check", status, null, null);
        var running = new CustomResourceSnapshot { ResourceType = "x", Properties = [], State = KnownResourceStates.Running };

        Assert.Equal(HealthStatus.Healthy, running.HealthStatus);
        Assert.Equal(HealthStatus.Degraded, running.WithHealthReports([Report(HealthStatus.Healthy), Report(HealthStatus.Degraded)]).HealthStatus);
        Assert.Equal(HealthStatus.Unhealthy, running.WithHealthReports([Report(HealthStatus.Healthy), Report(null)]).HealthStatus);
        Assert.Null((running with { State = KnownResourceStates.Starting }).HealthStatus);
    }

    [Fact]
    public async Task A_console_is_read_from_its_beginning_and_followed_to_its_end()
    {
        using var logs = new ResourceLoggerService();
        logs.GetLogger("web").LogInformation("first");
        var lines = new List<LogLine>();
        var subscribed = new TaskCompletionSource();

        var watching = Task.Run(async () =>
        {
            await foreach (var batch in logs.WatchAsync("web").WithCancellation(_patience.Token))
            {
                lines.AddRange(batch);
                subscribed.TrySetResult();
            }
        });
        await subscribed.Task.WaitAsync(_patience.Token);
        logs.Append("web", "second", isError: true);
        logs.Complete("web");
        await watching.WaitAsync(_patience.Token);

        Assert.Equal([1, 2], lines.Select(line => line.LineNumber));
        Assert.EndsWith("first", lines[0].Content, StringComparison.Ordinal);
        Assert.Equal(("second", true), (lines[1].Content, lines[1].IsErrorMessage));
    }

    [Fact]
    public async Task Whether_anybody_reads_a_console_is_told()
    {
        using var logs = new ResourceLoggerService();
        await using var subscribers = logs.WatchAnySubscribersAsync(_patience.Token).GetAsyncEnumerator();
        var told = subscribers.MoveNextAsync();
        await using var reader = logs.WatchAsync("web").GetAsyncEnumerator(_patience.Token);
        var line = reader.MoveNextAsync();

        Assert.True(await told);
        Assert.Equal(new LogSubscriber("web", true), subscribers.Current);

        logs.Append("web", "line", isError: false);
        Assert.True(await line);
        await reader.DisposeAsync();
        Assert.True(await subscribers.MoveNextAsync());
        Assert.Equal(new LogSubscriber("web", false), subscribers.Current);
    }

    [Fact]
    public async Task The_log_of_a_resource_goes_to_the_consoles_of_all_its_replicas()
    {
        using var logs = new ResourceLoggerService();
        var web = _builder.AddService("web").Resource;
        web.Annotations.Add(new ResourceInstancesAnnotation(["web-a", "web-b"]));

        logs.GetLogger(web).LogInformation("hello");

        foreach (var name in new[] { "web-a", "web-b" })
        {
            var lines = new List<LogLine>();
            await foreach (var batch in logs.GetAllAsync(name))
            {
                lines.AddRange(batch);
            }

            Assert.EndsWith("hello", Assert.Single(lines).Content, StringComparison.Ordinal);
        }
    }

    private Task SetAsync(IResource resource, string state) =>
        Application.ResourceNotifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });
}
