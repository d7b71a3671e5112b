using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Aspire.Hosting.MongoDB;
using Aspire.Hosting.MySql;
using Aspire.Hosting.Redis;
using Erp.TestSupport;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Tests.Integrations;

/// <summary>The health checks against real servers, and against things that are none.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Redis_is_healthy_with_the_right_password_only()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        try
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(RedisAt(redis.Port, "erp-test"))).Status);

            var wrong = await CheckAsync(RedisAt(redis.Port, "other"));
            Assert.Equal(HealthStatus.Unhealthy, wrong.Status);
            Assert.Contains("WRONGPASS", wrong.Description, StringComparison.Ordinal);
        }
        finally
        {
            await redis.StopAsync();
        }
    }

    [Fact]
    public async Task MySql_is_healthy_when_it_lets_us_in()
    {
        var server = new MariaDbServer();
        await server.StartAsync();
        try
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(MySql(server.ConnectionString))).Status);
            Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(MySql(server.ConnectionString + ";Password=other"))).Status);
        }
        finally
        {
            await server.StopAsync();
        }

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(MySql(server.ConnectionString + ";Pooling=false"))).Status);
    }

    [Fact]
    public async Task Kafka_is_healthy_when_it_answers_ApiVersions()
    {
        var kafka = new EmbeddedKafkaCluster();
        await kafka.InitializeAsync();
        try
        {
            var port = int.Parse(kafka.BootstrapServers.Split(',')[0].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new TcpProbe(Endpoint(port), KafkaProbe.TalkAsync))).Status);
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task MongoDB_is_healthy_when_it_answers_hello()
    {
        // The reply's header is all that is read: length, its own id, the id of the request, OP_MSG.
        using var server = new OneAnswer([21, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0xdd, 0x07, 0, 0]);

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(new TcpProbe(Endpoint(server.Port), MongoDBProbe.TalkAsync))).Status);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    [InlineData("redis")]
    public async Task Something_else_at_the_port_is_unhealthy(string kind)
    {
        using var server = new OneAnswer([.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8]);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(ProbeOf(kind, server.Port))).Status);
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    [InlineData("redis")]
    public async Task A_proxy_without_a_server_behind_it_is_unhealthy(string kind)
    {
        using var server = new OneAnswer([]);

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(ProbeOf(kind, server.Port))).Status);
    }

    [Fact]
    public async Task Nobody_at_the_port_or_no_port_yet_is_unhealthy_with_a_reason()
    {
        var nobody = await CheckAsync(new TcpProbe(Endpoint(FreePort.Next()), KafkaProbe.TalkAsync));
        var notYet = await CheckAsync(new TcpProbe(new EndpointReference(new KafkaServerResource("kafka"), "tcp"), KafkaProbe.TalkAsync));

        Assert.All([nobody, notYet], r => Assert.Equal(HealthStatus.Unhealthy, r.Status));
        Assert.All([nobody, notYet], r => Assert.NotEmpty(r.Description!));
    }

    private static TcpProbe ProbeOf(string kind, int port) => kind switch
    {
        "kafka" => new(Endpoint(port), KafkaProbe.TalkAsync),
        "mongodb" => new(Endpoint(port), MongoDBProbe.TalkAsync),
        _ => RedisAt(port, "x"),
    };

    private static TcpProbe RedisAt(int port, string password)
    {
        var redis = new RedisResource("redis", new ParameterResource("password", _ => password, secret: true));
        return new(Endpoint(port), (stream, token) => RedisProbe.TalkAsync(redis, stream, token));
    }

    private static MySqlHealthCheck MySql(string connectionString) => new(ReferenceExpression.Create($"{connectionString}"));

    private static EndpointReference Endpoint(int port)
    {
        var resource = new KafkaServerResource("server");
        var endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: "tcp");
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", port);
        resource.Annotations.Add(endpoint);
        return new EndpointReference(resource, "tcp");
    }

    private async Task<HealthCheckResult> CheckAsync(IHealthCheck check) =>
        await check.CheckHealthAsync(new() { Registration = new("check", check, null, null) }, _limit.Token);

    /// <summary>Reads a little, answers with these bytes and closes.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public OneAnswer(byte[] answer)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AnswerAsync(answer);
        }

        public int Port { get; }

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync(byte[] answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[256]);
            await stream.WriteAsync(answer);
        }
    }
}
