using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Protocol;
using Aspire.Hosting.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Protobuf = Aspire.Hosting.Dashboard.Protocol;
using Resource = Aspire.Hosting.Dashboard.Protocol.Resource;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The resource service over a real connection, on an application that is built and not started.</summary>
public sealed class ResourceServiceTests : IAsyncLifetime, IDisposable
{
    private const string Key = "the key";
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly TaskCompletionSource<string> _executed = new();
    private IDistributedApplicationTestingBuilder _builder = null!;
    private DistributedApplication _app = null!;
    private IResource _worker = null!;
    private IResource _other = null!;
    private ResourceServer _server = null!;
    private GrpcChannel _channel = null!;
    private DashboardService.DashboardServiceClient _client = null!;

    private IHostApplicationLifetime Lifetime => _app.Services.GetRequiredService<IHostApplicationLifetime>();

    private ResourceNotificationService Notifications => _app.Services.GetRequiredService<ResourceNotificationService>();

    public async Task InitializeAsync()
    {
        _builder = DistributedApplicationTestingBuilder.Create();
        _worker = _builder.AddExecutable("worker", "sleep", ".", "60")
            .WithCommand("greet", "Greet", context =>
            {
                _executed.TrySetResult(context.ResourceName);
                return Task.FromResult(CommandResults.Success());
            })
            .WithCommand("fail", "Fail", _ => Task.FromResult(CommandResults.Failure("not today")))
            .WithCommand("drain", "Drain", _ => Task.FromResult(CommandResults.Success()), new CommandOptions
            {
                ConfirmationMessage = "Sure?", Description = "Drains it", IconName = "Drop", IsHighlighted = true, UpdateState = _ => ApplicationModel.ResourceCommandState.Disabled,
            })
            .Resource;
        _other = _builder.AddExecutable("other", "sleep", ".", "60").Resource;
        _app = await _builder.BuildAsync(_limit.Token);

        var options = new DashboardOptions { ApplicationName = "Some", ResourceServiceApiKey = Key };
        var service = ActivatorUtilities.CreateInstance<ResourceService>(_app.Services, Options.Create(options));
        _server = await ResourceServer.StartAsync(options, service, _app.Services.GetRequiredService<ILoggerFactory>(), _limit.Token);
        (_channel, _client) = Connect(Key);
    }

    public async Task DisposeAsync()
    {
        Lifetime.StopApplication();
        await _server.DisposeAsync();
        await _app.DisposeAsync();
    }

    public void Dispose()
    {
        _channel.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task The_application_says_its_name()
    {
        var answer = await _client.GetApplicationInformationAsync(new ApplicationInformationRequest(), cancellationToken: _limit.Token);

        Assert.Equal("Some", answer.ApplicationName);
    }

    [Fact]
    public async Task What_there_is_comes_first_and_then_what_changes()
    {
        await Publish(_worker, s => s with { ResourceType = "Executable", State = KnownResourceStates.Starting });
        var seen = new List<Resource>();
        using var call = WatchResources();
        await foreach (var update in call.ResponseStream.ReadAllAsync(_limit.Token))
        {
            if (update.InitialData is { } initial)
            {
                Assert.Empty(seen);
                seen.Add(Assert.Single(initial.Resources, r => r.Name == "worker-1"));
                await Publish(_worker, s => s with { State = new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success) });
            }
            else
            {
                seen.AddRange(update.Changes.Value.Select(c => c.Upsert).Where(r => r.Name == "worker-1"));
            }

            if (seen.Count > 1) break;
        }

        Assert.Equal([("Starting", ""), ("Running", "success")], seen.Select(r => (r.State, r.StateStyle)));
        Assert.All(seen, r => Assert.Equal(("worker", "Executable"), (r.DisplayName, r.ResourceType)));
    }

    [Fact]
    public async Task A_burst_of_changes_is_one_message_with_the_newest_state()
    {
        using var call = WatchResources();
        Assert.True(await call.ResponseStream.MoveNext(_limit.Token));
        for (var i = 0; i <= 50; i++) await Publish(_worker, s => s with { State = $"state {i}" });

        var messages = 0;
        string? last = null;
        while (last != "state 50" && await call.ResponseStream.MoveNext(_limit.Token))
        {
            messages++;
            last = call.ResponseStream.Current.Changes?.Value.Select(c => c.Upsert).LastOrDefault(r => r.Name == "worker-1")?.State;
        }

        Assert.InRange(messages, 1, 10);
    }

    [Fact]
    public async Task Everything_that_a_snapshot_holds_arrives()
    {
        var started = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        await Publish(_worker, s => (s with
        {
            ResourceType = "Executable",
            State = KnownResourceStates.Running,
            StartTimeStamp = started,
            ExitCode = 3,
            EnvironmentVariables = [new("A", "1", true), new("B", null, false)],
            Urls = [new("http", "http://localhost:8081", false) { DisplayProperties = new("API", 2) }, new(null, "http://localhost:9", true) { IsInactive = true }],
            Volumes = [new("data", "/data", "volume", true)],
            Relationships = [new("other", "Reference")],
            Properties = [new("executable.pid", 42), new("executable.args", ImmutableArray.Create("a", "b")), new("password", "secret") { IsSensitive = true }],
        }).WithHealthReports([new("check", Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, "slow", "stack"), new("new", null, null, null)]));

        var resource = await InitialAsync("worker-1");

        Assert.Equal(started, resource.StartedAt.ToDateTime());
        Assert.Equal([("A", "1", true), ("B", "", false)], resource.Environment.Select(v => (v.Name, v.Value, v.IsFromSpec)));
        Assert.Equal([("http", "http://localhost:8081", false, false, "API"), ("", "http://localhost:9", true, true, "")],
            resource.Urls.Select(u => (u.EndpointName, u.FullUrl, u.IsInternal, u.IsInactive, u.DisplayProperties.DisplayName)));
        Assert.Equal([("data", "/data", "volume", true)], resource.Volumes.Select(v => (v.Source, v.Target, v.MountType, v.IsReadOnly)));
        Assert.Equal([("other", "Reference")], resource.Relationships.Select(r => (r.ResourceName, r.Type)));
        var command = Assert.Single(resource.Commands, c => c.Name == "drain");
        Assert.Equal(("drain", "Drain", "Sure?", Protobuf.ResourceCommandState.Disabled, true), (command.Name, command.DisplayName, command.ConfirmationMessage, command.State, command.IsHighlighted));
        Assert.Equal([("check", true, "slow"), ("new", false, "")], resource.HealthReports.Select(h => (h.Key, h.HasStatus, h.Description)));
        Assert.Equal(Protobuf.HealthStatus.Degraded, resource.HealthReports[0].Status);
        var properties = resource.Properties.ToDictionary(p => p.Name);
        Assert.Equal(42, properties["executable.pid"].Value.NumberValue);
        Assert.Equal(["a", "b"], properties["executable.args"].Value.ListValue.Values.Select(v => v.StringValue));
        Assert.Equal("3", properties["resource.exitCode"].Value.StringValue);
        Assert.True(properties["password"].IsSensitive);
        Assert.False(properties["executable.pid"].IsSensitive);
    }

    [Fact]
    public async Task Console_logs_of_a_replica_are_followed()
    {
        var logger = _app.Services.GetRequiredService<ResourceLoggerService>().GetLogger("worker-1");
        logger.LogInformation("first");
        var lines = new List<ConsoleLogLine>();
        using var call = _client.WatchResourceConsoleLogs(new WatchResourceConsoleLogsRequest { ResourceName = "worker-1" }, cancellationToken: _limit.Token);
        await foreach (var update in call.ResponseStream.ReadAllAsync(_limit.Token))
        {
            lines.AddRange(update.LogLines);
            if (lines.Count == 1) logger.LogError("second");
            if (lines.Count >= 2) break;
        }

        Assert.Collection(
            lines,
            l => Assert.EndsWith("first", l.Text, StringComparison.Ordinal),
            l => Assert.EndsWith("second", l.Text, StringComparison.Ordinal));
        Assert.Equal([false, true], lines.Select(l => l.IsStdErr));
    }

    [Fact]
    public void Log_lines_over_the_limit_of_a_message_come_in_several()
    {
        var lines = Enumerable.Range(1, 9).Select(i => new LogLine(i, new string('x', 500_000), false)).ToList();

        var messages = ConsoleLogMessages.From(lines).ToList();

        Assert.All(messages, m => Assert.InRange(m.CalculateSize(), 1, 4 * 1024 * 1024));
        Assert.Equal(Enumerable.Range(1, 9), messages.SelectMany(m => m.LogLines).Select(l => l.LineNumber));
    }

    [Fact]
    public async Task A_command_runs_and_its_outcome_comes_back()
    {
        await Publish(_worker, s => s with { ResourceType = "Executable", State = KnownResourceStates.Running });

        var answer = await ExecuteAsync("worker-1", "greet");

        Assert.Equal(ResourceCommandResponseKind.Succeeded, answer.Kind);
        Assert.Equal("worker-1", await _executed.Task.WaitAsync(_limit.Token));
    }

    [Theory]
    [InlineData("worker-1", "fail", "not today")]
    [InlineData("worker-1", "unknown", null)]
    [InlineData("nobody", "greet", null)]
    public async Task A_command_that_cannot_be_done_fails_with_a_reason(string resource, string command, string? reason)
    {
        await Publish(_worker, s => s with { ResourceType = "Executable", State = KnownResourceStates.Running });

        var answer = await ExecuteAsync(resource, command);

        Assert.Equal(ResourceCommandResponseKind.Failed, answer.Kind);
        Assert.NotEmpty(answer.ErrorMessage);
        if (reason is not null) Assert.Equal(reason, answer.ErrorMessage);
    }

    [Fact]
    public async Task The_stream_of_interactions_stays_open_and_empty()
    {
        using var call = _client.WatchInteractions(cancellationToken: _limit.Token);
        await call.ResponseHeadersAsync;
        var read = call.ResponseStream.MoveNext(_limit.Token);

        await Publish(_other, s => s with { State = KnownResourceStates.Running });
        Assert.False(read.IsCompleted);

        await call.RequestStream.CompleteAsync();
        Assert.False(await read);
    }

    [Fact]
    public async Task An_application_that_stops_ends_its_streams_as_unavailable()
    {
        using var call = WatchResources();
        await call.ResponseHeadersAsync;

        Lifetime.StopApplication();

        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(_limit.Token))
            {
            }
        });
        Assert.Equal((StatusCode.Unavailable, "The application is stopping."), (ended.StatusCode, ended.Status.Detail));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task Without_the_key_no_method_runs(string? key)
    {
        var (channel, stranger) = Connect(key);
        using (channel)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await stranger.GetApplicationInformationAsync(new(), cancellationToken: _limit.Token));
            Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        }
    }

    [Fact]
    public async Task An_address_of_other_machines_is_refused() => await Assert.ThrowsAsync<ArgumentException>(() => ResourceServer.StartAsync(
        new DashboardOptions { ResourceServiceUrl = new("http://192.0.2.1:1") }, null!, _app.Services.GetRequiredService<ILoggerFactory>(), _limit.Token));

    private (GrpcChannel Channel, DashboardService.DashboardServiceClient Client) Connect(string? key)
    {
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            if (key is not null) metadata.Add("x-resource-service-api-key", key);
            return Task.CompletedTask;
        });
        var channel = GrpcChannel.ForAddress(_server.Address, new() { Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials), UnsafeUseInsecureChannelCallCredentials = true });
        return (channel, new(channel));
    }

    private AsyncServerStreamingCall<WatchResourcesUpdate> WatchResources() => _client.WatchResources(new WatchResourcesRequest(), cancellationToken: _limit.Token);

    private Task Publish(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        Notifications.PublishUpdateAsync(resource, $"{resource.Name}-1", change);

    private async Task<Resource> InitialAsync(string name)
    {
        using var call = WatchResources();
        Assert.True(await call.ResponseStream.MoveNext(_limit.Token));
        return Assert.Single(call.ResponseStream.Current.InitialData.Resources, r => r.Name == name);
    }

    private async Task<ResourceCommandResponse> ExecuteAsync(string resource, string command) => await _client.ExecuteResourceCommandAsync(
        new ResourceCommandRequest { ResourceName = resource, CommandName = command, ResourceType = "Executable" }, cancellationToken: _limit.Token);
}
