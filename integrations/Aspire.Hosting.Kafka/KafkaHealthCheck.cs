using Aspire.Hosting.ApplicationModel;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>
/// Asks the broker for the cluster's metadata. A port alone says nothing: behind it may be the orchestrator's proxy,
/// which accepts connections before the broker does.
/// </summary>
internal sealed class KafkaHealthCheck(ReferenceExpression bootstrapServers) : IHealthCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var servers = await bootstrapServers.GetValueAsync(cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => Ask(servers, context), cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Error.Reason, e);
        }
    }

    private static HealthCheckResult Ask(string? servers, HealthCheckContext context)
    {
        // What librdkafka has to say about a broker that is still starting is this check's answer already.
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        return admin.GetMetadata(s_limit).Brokers.Count > 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The cluster has no broker.");
    }

    /// <summary>Registers the check under its official name and returns that name.</summary>
    public static string Register(IDistributedApplicationBuilder builder, KafkaServerResource server)
    {
        var key = $"{server.Name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, new KafkaHealthCheck(server.ConnectionStringExpression), failureStatus: null, tags: null));
        return key;
    }
}
