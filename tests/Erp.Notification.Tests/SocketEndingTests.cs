using System.Net.Sockets;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Notification.Tests;

/// <summary>How sockets end. Each test has replicas of its own settings on the shared Redis and Kafka.</summary>
[Collection(Shared.Name)]
public class SocketEndingTests(TwoReplicas backing)
{
    [Fact]
    public async Task A_replica_that_stops_closes_its_sockets_with_1012_and_says_where_to_resume()
    {
        var employee = Backing.NewEmployee();
        var replica = await backing.StartAsync();
        await backing.EpochAsync();
        await using var socket = await replica.OpenAsync(employee);
        var last = await replica.SendAsync(employee, "before the stop");
        await socket.AssertNextIsAsync("before the stop");

        var stopping = Task.Run(async () => await replica.DisposeAsync());
        var closed = await socket.UntilClosedAsync();
        await socket.DisposeAsync();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(1012, closed.Code);
        Assert.Equal($"service restart; resume with after={last}", closed.Reason);
        await backing.First.SendAsync(employee, "during the stop");
        await using var resumed = await backing.Second.OpenAsync(employee, last);
        await resumed.AssertNextIsAsync("during the stop");
    }

    [Fact]
    public async Task The_end_of_the_token_is_the_end_of_the_socket()
    {
        var employee = Backing.NewEmployee();
        await using var socket =
            await TestSocket.OpenAsync(backing.First.Address, Tokens.User(employee, lifetime: TimeSpan.FromSeconds(2)));
        var closed = await socket.UntilClosedAsync();
        Assert.Equal((1008, "token expired"), (closed.Code, closed.Reason));
    }

    [Fact]
    public async Task A_receiver_that_does_not_keep_up_is_closed_with_1013_and_takes_no_more_memory()
    {
        var employee = Backing.NewEmployee();
        await using var replica = await backing.StartAsync([("Notifications:SendTimeout", "00:00:01")], SmallBuffers);
        await backing.EpochAsync();
        using var small = SmallWindow();
        await using var socket = await TestSocket.OpenAsync(replica.Address, Tokens.User(employee), through: small);
        // More than all buffers between the two take; nobody reads.
        var text = new string('한', 2000);
        for (var n = 0; n < 90; n++) await backing.First.SendAsync(employee, text);
        await Eventually.TrueAsync(
            () => replica.Service.Log.Lines.Any(l => l.Contains("too slow", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30));
        // It reads again before its second chance is over, or finds the connection cut.
        try
        {
            Assert.Equal(1013, (await socket.UntilClosedAsync()).Code);
        }
        catch (System.Net.WebSockets.WebSocketException cut)
        {
            Assert.Equal(System.Net.WebSockets.WebSocketError.ConnectionClosedPrematurely, cut.WebSocketErrorCode);
        }
    }

    [Fact]
    public async Task An_employee_may_have_several_sockets_but_not_any_number()
    {
        var (employee, other) = (Backing.NewEmployee(), Backing.NewEmployee());
        await using var replica = await backing.StartAsync(("Notifications:SocketsPerEmployee", "2"));
        await backing.EpochAsync();
        var first = await replica.OpenAsync(employee);
        await using var second = await replica.OpenAsync(employee);
        Assert.Equal(429, (await Assert.ThrowsAsync<RefusedException>(() => replica.OpenAsync(employee))).Status);

        await using var others = await replica.OpenAsync(other);
        await first.DisposeAsync();
        await Eventually.TrueAsync(async () =>
        {
            await using var again = await replica.OpenAsync(employee);
            return true;
        });
    }

    [Fact]
    public async Task The_service_pings_and_a_client_that_is_gone_silently_makes_room()
    {
        var employee = Backing.NewEmployee();
        await using var replica =
            await backing.StartAsync(("Notifications:SocketsPerEmployee", "1"), ("Notifications:Ping", "00:00:00.5"));
        await backing.EpochAsync();
        using var raw = new TcpClient();
        await raw.ConnectAsync(replica.Address.Host, replica.Address.Port);
        await raw.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            "GET /ws/notifications HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
                + "Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nAuthorization: Bearer {Tokens.User(employee)}\r\n\r\n"));
        var received = new List<byte>();
        var buffer = new byte[4096];
        // An empty ping frame is 0x89 0x00 from a server; .NET's carries eight bytes to recognise the pong by.
        while (!received.Contains(0x89))
        {
            var read = await raw.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.NotEqual(0, read);
            received.AddRange(buffer[..read]);
        }
        Assert.Contains(
            "101 Switching Protocols", System.Text.Encoding.ASCII.GetString([.. received]), StringComparison.Ordinal);

        // It never answers the pings: the service gives it up, and its place is free.
        await Eventually.TrueAsync(async () =>
        {
            await using var again = await replica.OpenAsync(employee);
            return true;
        }, TimeSpan.FromSeconds(15));
    }

    // Accepted connections have the send buffer of the socket that listened.
    private static void SmallBuffers(IServiceCollection services) => services
        .Configure<KestrelServerOptions>(o => o.Limits.MaxResponseBufferSize = 4096)
        .Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 4096;
            return socket;
        });

    private static HttpMessageInvoker SmallWindow() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
