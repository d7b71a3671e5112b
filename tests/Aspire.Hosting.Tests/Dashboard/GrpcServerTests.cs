using Aspire.Hosting.Dashboard.Grpc;
using Aspire.Hosting.Dashboard.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>Frames, routing, status and authentication of the gRPC server, over a real connection.</summary>
public sealed class GrpcServerTests : IAsyncLifetime, IDisposable
{
    private const string Prefix = "/aspire.v1.DashboardService/";
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _canceled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcServer _server = null!;
    private GrpcTestClient _client = null!;

    public async Task InitializeAsync()
    {
        var methods = new Dictionary<string, Func<GrpcCall, Task>>
        {
            [Prefix + "Echo"] = async call => await call.WriteAsync(await call.ReadOneAsync(ConsoleLogLine.Parser)),
            [Prefix + "EchoAll"] = async call =>
            {
                while (await call.ReadAsync(ConsoleLogLine.Parser) is { } line) await call.WriteAsync(line);
            },
            [Prefix + "Fail"] = _ => throw new InvalidOperationException("größer als 100 %"),
            [Prefix + "Refuse"] = _ => throw new GrpcException(GrpcStatus.NotFound, "no such thing"),
            [Prefix + "Wait"] = async call =>
            {
                await call.StartAsync();
                try
                {
                    await Task.Delay(Timeout.Infinite, call.CancellationToken);
                }
                finally
                {
                    _canceled.TrySetResult();
                }
            },
        };
        var dispatcher = new GrpcDispatcher(methods, r => r.Headers["x-resource-service-api-key"] == "key", NullLogger.Instance, _stopping.Token);
        _server = await GrpcServer.StartAsync(null, dispatcher.InvokeAsync, _limit.Token);
        _client = new GrpcTestClient(_server.Address, "key");
    }

    public async Task DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _stopping.Dispose();
        _limit.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task A_message_of_any_size_comes_back_whole(int length)
    {
        var line = new ConsoleLogLine { Text = new string('ä', length / 2), LineNumber = 7 };

        Assert.Equal(line, await _client.CallAsync("Echo", line, ConsoleLogLine.Parser, _limit.Token));
    }

    [Fact]
    public async Task Several_messages_in_one_request_are_read_one_by_one()
    {
        var lines = Enumerable.Range(0, 50).Select(i => new ConsoleLogLine { LineNumber = i, Text = new string('x', i * 100) }).ToList();
        using var response = await _client.SendAsync("EchoAll", new ByteArrayContent([.. lines.SelectMany(GrpcTestClient.Frame)]), _limit.Token);

        var body = await response.Content.ReadAsByteArrayAsync(_limit.Token);

        Assert.Equal(lines.SelectMany(GrpcTestClient.Frame), body);
    }

    [Fact]
    public async Task An_exception_is_status_unknown_with_its_message_in_any_script() =>
        Assert.Equal((2, "größer als 100 %"), await _client.StatusAsync("Fail", [], _limit.Token));

    [Fact]
    public async Task A_status_is_passed_on() => Assert.Equal((5, "no such thing"), await _client.StatusAsync("Refuse", [], _limit.Token));

    [Fact]
    public async Task An_unknown_method_is_unimplemented() => Assert.Equal(12, (await _client.StatusAsync("Nothing", [], _limit.Token)).Code);

    [Fact]
    public async Task A_compressed_message_is_unimplemented() =>
        Assert.Equal(12, (await _client.StatusAsync("Echo", [1, 0, 0, 0, 0], _limit.Token)).Code);

    [Fact]
    public async Task A_message_over_the_limit_is_refused_before_it_is_read() =>
        Assert.Equal(8, (await _client.StatusAsync("Echo", [0, 0x7f, 0, 0, 0], _limit.Token)).Code);

    [Fact]
    public async Task A_request_that_ends_within_a_message_is_an_error() =>
        Assert.Equal(13, (await _client.StatusAsync("Echo", [0, 0, 0, 0, 9, 1], _limit.Token)).Code);

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    public async Task Without_the_key_no_method_runs(string? key)
    {
        using var stranger = new GrpcTestClient(_server.Address, key);

        Assert.Equal(16, (await stranger.StatusAsync("Echo", GrpcTestClient.Frame(new ConsoleLogLine()), _limit.Token)).Code);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_call()
    {
        using (await _client.SendAsync("Wait", new ByteArrayContent([]), _limit.Token)) Assert.False(_canceled.Task.IsCompleted);

        await _canceled.Task.WaitAsync(_limit.Token);
    }

    [Fact]
    public async Task An_application_that_stops_ends_its_calls_as_unavailable()
    {
        using var response = await _client.SendAsync("Wait", new ByteArrayContent([]), _limit.Token);

        await _stopping.CancelAsync();
        await response.Content.ReadAsByteArrayAsync(_limit.Token);

        Assert.Equal("14", response.TrailingHeaders.GetValues("grpc-status").Single());
    }
}
