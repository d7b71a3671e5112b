using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds Kafka to an application.</summary>
public static class KafkaBuilderExtensions
{
    private const int BrokerPort = 9092;
    private const int InternalPort = 9093;
    private const string DataFolder = "/var/lib/kafka/data";

    /// <summary>Adds a Kafka broker (KRaft, one node) in a container, with a health check that asks for its
    /// metadata.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing
    /// resources.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<KafkaServerResource> AddKafka(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var kafka = new KafkaServerResource(name);
        return builder.AddResource(kafka)
            .WithEndpoint(targetPort: BrokerPort, port: port, name: KafkaServerResource.PrimaryEndpointName)
            .WithEndpoint(targetPort: InternalPort, name: KafkaServerResource.InternalEndpointName)
            .WithImage(KafkaContainerImageTags.Image, KafkaContainerImageTags.Tag)
            .WithImageRegistry(KafkaContainerImageTags.Registry)
            .WithEnvironment(context => SetListeners(context, kafka))
            .WithHealthCheck(KafkaHealthCheck.Register(builder, kafka));
    }

    /// <summary>Keeps the broker's data in a named volume.</summary>
    /// <param name="builder">The broker.</param>
    /// <param name="name">The name of the volume; by default made from the names of application and resource.</param>
    /// <param name="isReadOnly">Whether the volume is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<KafkaServerResource> WithDataVolume(
        this IResourceBuilder<KafkaServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithLogDirs().WithVolume(
            name ?? VolumeNameGenerator.Generate(builder, "data"), DataFolder, isReadOnly);
    }

    /// <summary>Keeps the broker's data in a folder of this machine.</summary>
    /// <param name="builder">The broker.</param>
    /// <param name="source">The folder, relative to the AppHost's.</param>
    /// <param name="isReadOnly">Whether the folder is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<KafkaServerResource> WithDataBindMount(
        this IResourceBuilder<KafkaServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithLogDirs().WithBindMount(source, DataFolder, isReadOnly);
    }

    private static IResourceBuilder<KafkaServerResource> WithLogDirs(
        this IResourceBuilder<KafkaServerResource> builder) =>
        builder.WithEnvironment(context => context.EnvironmentVariables["KAFKA_LOG_DIRS"] = DataFolder);

    // The image listens for itself only. Two listeners are added: one that names this machine's address, one for
    // containers.
    private static void SetListeners(EnvironmentCallbackContext context, KafkaServerResource kafka)
    {
        context.EnvironmentVariables["KAFKA_LISTENERS"] =
            "PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,"
                + $"PLAINTEXT_HOST://0.0.0.0:{BrokerPort},PLAINTEXT_INTERNAL://0.0.0.0:{InternalPort}";
        context.EnvironmentVariables["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] =
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT,PLAINTEXT_INTERNAL:PLAINTEXT";

        var outside = kafka.PrimaryEndpoint;
        var inside = kafka.InternalEndpoint;
        context.EnvironmentVariables["KAFKA_ADVERTISED_LISTENERS"] = context.ExecutionContext.IsRunMode
            ? ReferenceExpression.Create(
                $"PLAINTEXT://localhost:29092,PLAINTEXT_HOST://localhost:{outside.Property(EndpointProperty.Port)},"
                    + $"PLAINTEXT_INTERNAL://{kafka.Name}:{inside.Property(EndpointProperty.TargetPort)}")
            : ReferenceExpression.Create(
                $"PLAINTEXT://{outside.Property(EndpointProperty.Host)}:29092,"
                    + $"PLAINTEXT_HOST://{outside.Property(EndpointProperty.HostAndPort)},"
                    + $"PLAINTEXT_INTERNAL://{inside.Property(EndpointProperty.HostAndPort)}");
    }
}
