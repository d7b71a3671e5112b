using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>What the three integrations become in the Aspire manifest, which other tools deploy from.</summary>
public sealed class IntegrationManifestTests
{
    [Fact]
    public async Task Kafka_is_a_container_with_both_bindings_and_listeners_that_follow_them()
    {
        var kafka = await OneAsync("kafka", builder => builder.AddKafka("kafka").WithDataVolume("k"));

        Assert.Equal("container.v0", (string?)kafka["type"]);
        Assert.Equal("docker.io/confluentinc/confluent-local:8.1.1", (string?)kafka["image"]);
        Assert.Equal("{kafka.bindings.tcp.host}:{kafka.bindings.tcp.port}", (string?)kafka["connectionString"]);
        Assert.Equal([("internal", 9093), ("tcp", 9092)], Bindings(kafka));
        Assert.Equal(
            "PLAINTEXT://{kafka.bindings.tcp.host}:29092,"
                + "PLAINTEXT_HOST://{kafka.bindings.tcp.host}:{kafka.bindings.tcp.port},"
                + "PLAINTEXT_INTERNAL://{kafka.bindings.internal.host}:{kafka.bindings.internal.port}",
            (string?)kafka["env"]!["KAFKA_ADVERTISED_LISTENERS"]);
        Assert.Equal(
            """[{"name":"k","target":"/var/lib/kafka/data","readOnly":false}]""", kafka["volumes"]!.ToJsonString());
    }

    [Fact]
    public async Task A_database_of_MySql_is_a_value_that_points_to_its_server()
    {
        var all = await TestModel.ManifestAsync(builder => builder.AddMySql("mysql").AddDatabase("orders", "erp"));

        Assert.Equal(
            "Server={mysql.bindings.tcp.host};Port={mysql.bindings.tcp.port};"
                + "User ID=root;Password={mysql-password.value}",
            (string?)all["mysql"]!["connectionString"]);
        Assert.Equal("{mysql-password.value}", (string?)all["mysql"]!["env"]!["MYSQL_ROOT_PASSWORD"]);
        Assert.Equal("value.v0", (string?)all["orders"]!["type"]);
        Assert.Equal("{mysql.connectionString};Database=erp", (string?)all["orders"]!["connectionString"]);
    }

    [Fact]
    public async Task MongoDB_has_a_user_and_a_database_as_its_path()
    {
        var all = await TestModel.ManifestAsync(builder => builder.AddMongoDB("mongodb").AddDatabase("approvals"));

        Assert.Equal("admin", (string?)all["mongodb"]!["env"]!["MONGO_INITDB_ROOT_USERNAME"]);
        Assert.Equal([("tcp", 27017)], Bindings(all["mongodb"]!));
        Assert.StartsWith("mongodb://admin:", (string?)all["approvals"]!["connectionString"], StringComparison.Ordinal);
        Assert.EndsWith(
            "@{mongodb.bindings.tcp.host}:{mongodb.bindings.tcp.port}/approvals"
                + "?authSource=admin&authMechanism=SCRAM-SHA-256",
            (string?)all["approvals"]!["connectionString"],
            StringComparison.Ordinal);
    }

    private static async Task<JsonNode> OneAsync<T>(
        string name, Func<IDistributedApplicationBuilder, IResourceBuilder<T>> add)
        where T : IResource =>
        (await TestModel.ManifestAsync(builder => add(builder)))[name]!;

    private static IEnumerable<(string, int?)> Bindings(JsonNode resource) =>
        resource["bindings"]!.AsObject()
            .Select(b => (b.Key, (int?)b.Value!["targetPort"]))
            .OrderBy(b => b.Key, StringComparer.Ordinal);
}
