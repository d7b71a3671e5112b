using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.MongoDB;
using Aspire.Hosting.MySql;
using Erp.TestSupport;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>The health checks against real servers, and against things that are none.</summary>
public sealed class HealthCheckTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task MySql_is_healthy_when_it_lets_us_in()
    {
        var server = new MariaDbServer();
        await server.StartAsync();
        try
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(MySql(server.ConnectionString))).Status);
            Assert.Equal(
                HealthStatus.Unhealthy, (await CheckAsync(MySql(server.ConnectionString + ";Password=other"))).Status);
        }
        finally
        {
            await server.StopAsync();
        }

        Assert.Equal(
            HealthStatus.Unhealthy, (await CheckAsync(MySql(server.ConnectionString + ";Pooling=false"))).Status);
    }

    [Fact]
    public async Task Kafka_is_healthy_when_it_answers_with_its_brokers()
    {
        var kafka = new EmbeddedKafkaCluster();
        await kafka.InitializeAsync();
        try
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(Kafka(kafka.BootstrapServers))).Status);
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    [InlineData("mysql")]
    public async Task Something_else_at_the_port_is_unhealthy_with_a_reason(string kind)
    {
        using var server = new OneAnswer([.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8]);

        await AssertUnhealthyAsync(CheckOf(kind, server.Port));
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    [InlineData("mysql")]
    public async Task A_proxy_without_a_server_behind_it_is_unhealthy_with_a_reason(string kind)
    {
        using var server = new OneAnswer([]);

        await AssertUnhealthyAsync(CheckOf(kind, server.Port));
    }

    [Theory]
    [InlineData("kafka")]
    [InlineData("mongodb")]
    [InlineData("mysql")]
    public async Task Nobody_at_the_port_is_unhealthy_with_a_reason(string kind) =>
        await AssertUnhealthyAsync(CheckOf(kind, FreePort.Next()));

    private async Task AssertUnhealthyAsync(IHealthCheck check)
    {
        var result = await CheckAsync(check);
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.NotEmpty(result.Description!);
    }

    private static IHealthCheck CheckOf(string kind, int port) => kind switch
    {
        "kafka" => Kafka($"127.0.0.1:{port}"),
        "mongodb" => new MongoDBHealthCheck(ReferenceExpression.Create($"mongodb://127.0.0.1:{port.ToString()}")),
        _ => MySql($"Server=127.0.0.1;Port={port};User ID=root;Password=x;Pooling=false"),
    };

    private static KafkaHealthCheck Kafka(string servers) => new(ReferenceExpression.Create($"{servers}"));

    private static MySqlHealthCheck MySql(string connectionString) =>
        new(ReferenceExpression.Create($"{connectionString}"));

    private async Task<HealthCheckResult> CheckAsync(IHealthCheck check) =>
        await check.CheckHealthAsync(new() { Registration = new("check", check, null, null) }, _limit.Token);
}
