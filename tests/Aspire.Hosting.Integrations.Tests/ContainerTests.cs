using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>The containers themselves: images, ports, volumes, environment and arguments.</summary>
public sealed class ContainerTests
{
    private readonly IDistributedApplicationBuilder _builder = TestModel.Builder();

    [Fact]
    public void Images_are_the_official_ones_with_a_fixed_tag()
    {
        Assert.Equal("docker.io/confluentinc/confluent-local:8.1.1", Image(_builder.AddKafka("kafka").Resource));
        Assert.Equal("docker.io/library/mysql:9.6", Image(_builder.AddMySql("mysql").Resource));
        Assert.Equal("docker.io/library/mongo:8.2", Image(_builder.AddMongoDB("mongodb").Resource));
    }

    [Fact]
    public void Each_has_its_servers_port_and_takes_one_of_this_machine()
    {
        Assert.Equal((9092, 1), Ports(_builder.AddKafka("kafka", 1).Resource, "tcp"));
        Assert.Equal((9093, null), Ports(_builder.Resources.Single(r => r.Name == "kafka"), "internal"));
        Assert.Equal((3306, 2), Ports(_builder.AddMySql("mysql", port: 2).Resource, "tcp"));
        Assert.Equal((27017, 4), Ports(_builder.AddMongoDB("mongodb", 4).Resource, "tcp"));
    }

    [Fact]
    public void Data_goes_to_a_volume_or_to_a_folder()
    {
        Assert.Equal(
            (ContainerMountType.Volume, "k", "/var/lib/kafka/data"),
            Mount(_builder.AddKafka("kafka").WithDataVolume("k").Resource));
        Assert.Equal(
            (ContainerMountType.Volume, "m", "/var/lib/mysql"),
            Mount(_builder.AddMySql("mysql").WithDataVolume("m").Resource));
        Assert.Equal(
            (ContainerMountType.Volume, "d", "/data/db"),
            Mount(_builder.AddMongoDB("mongodb").WithDataVolume("d").Resource));

        var bound = Mount(_builder.AddMongoDB("other").WithDataBindMount("/tmp/here").Resource);
        Assert.Equal((ContainerMountType.BindMount, "/tmp/here", "/data/db"), bound);
    }

    [Fact]
    public void A_volume_has_a_name_of_its_own_for_each_resource()
    {
        var one = Mount(_builder.AddMySql("one").WithDataVolume().Resource).Source;
        var two = Mount(_builder.AddMySql("two").WithDataVolume().Resource).Source;

        Assert.EndsWith("-one-data", one, StringComparison.Ordinal);
        Assert.EndsWith("-two-data", two, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MySql_and_MongoDB_get_their_passwords_from_the_parameters()
    {
        var password = _builder.AddParameter("secret", secret: true);
        var mysql = await Environment(_builder.AddMySql("mysql").WithPassword(password).Resource);
        var mongo = await Environment(_builder.AddMongoDB("mongodb", password: password).Resource);

        Assert.Same(password.Resource, mysql["MYSQL_ROOT_PASSWORD"]);
        Assert.Same(password.Resource, mongo["MONGO_INITDB_ROOT_PASSWORD"]);
        Assert.Equal("admin", Assert.IsType<ReferenceExpression>(mongo["MONGO_INITDB_ROOT_USERNAME"]).ValueExpression);
    }

    [Fact]
    public async Task Kafka_names_one_address_for_this_machine_and_one_for_containers()
    {
        var kafka = _builder.AddKafka("kafka").WithDataVolume();
        var environment = await Environment(kafka.Resource);

        var advertised = Assert.IsType<ReferenceExpression>(environment["KAFKA_ADVERTISED_LISTENERS"]).ValueExpression;
        Assert.Equal(
            "PLAINTEXT://localhost:29092,PLAINTEXT_HOST://localhost:{kafka.bindings.tcp.port},"
                + "PLAINTEXT_INTERNAL://kafka:{kafka.bindings.internal.targetPort}",
            advertised);
        Assert.Equal("/var/lib/kafka/data", environment["KAFKA_LOG_DIRS"]);
    }

    [Fact]
    public async Task Kafka_advertises_this_machines_port_although_the_container_asks_for_it()
    {
        var kafka = _builder.AddKafka("kafka").Resource;
        Allocate(kafka, "tcp", KnownNetworkIdentifiers.LocalhostNetwork, "localhost", 44331);
        Allocate(kafka, "tcp", KnownNetworkIdentifiers.DefaultAspireContainerNetwork, "kafka", 9092);
        Allocate(kafka, "internal", KnownNetworkIdentifiers.DefaultAspireContainerNetwork, "kafka", 9093);
        var advertised = (ReferenceExpression)(await Environment(kafka))["KAFKA_ADVERTISED_LISTENERS"];

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var asked = new ValueProviderContext { ExecutionContext = _builder.ExecutionContext, Caller = kafka };
        Assert.Equal(
            "PLAINTEXT://localhost:29092,PLAINTEXT_HOST://localhost:44331,PLAINTEXT_INTERNAL://kafka:9093",
            await advertised.GetValueAsync(asked, limit.Token));
    }

    [Fact]
    public void Each_server_and_database_has_a_health_check()
    {
        var mysql = _builder.AddMySql("mysql");
        IResource[] resources =
        [
            _builder.AddKafka("kafka").Resource, mysql.Resource, mysql.AddDatabase("erp").Resource,
            _builder.AddMongoDB("mongodb").Resource,
        ];

        Assert.All(
            resources,
            r => Assert.Equal($"{r.Name}_check", Assert.Single(r.Annotations.OfType<HealthCheckAnnotation>()).Key));
    }

    private static void Allocate(
        KafkaServerResource resource, string name, NetworkIdentifier network, string host, int port)
    {
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == name);
        endpoint.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            network,
            new AllocatedEndpoint(
                endpoint, host, port, EndpointBindingMode.SingleAddress, $"{endpoint.TargetPort}", network));
    }

    private static string Image(IResource resource)
    {
        var image = resource.Annotations.OfType<ContainerImageAnnotation>().Single();
        return $"{image.Registry}/{image.Image}:{image.Tag}";
    }

    private static (int? Target, int? Port) Ports(IResource resource, string name)
    {
        var endpoint = resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == name);
        return (endpoint.TargetPort, endpoint.Port);
    }

    private static (ContainerMountType Type, string? Source, string Target) Mount(IResource resource)
    {
        var mount = resource.Annotations.OfType<ContainerMountAnnotation>().Single();
        return (mount.Type, mount.Source, mount.Target);
    }

    private async Task<Dictionary<string, object>> Environment(IResource resource)
    {
        var context = new EnvironmentCallbackContext(_builder.ExecutionContext, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }
}
