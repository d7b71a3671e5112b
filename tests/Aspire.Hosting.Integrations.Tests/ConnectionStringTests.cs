using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>What the three integrations tell those who use them, as values while running and as expressions in the
/// manifest.</summary>
public sealed class ConnectionStringTests
{
    private readonly IDistributedApplicationBuilder _builder =
        TestModel.Builder("--Parameters:secret=p@ss/word", "--Parameters:user=jo");

    private IResourceBuilder<ParameterResource> Secret =>
        _builder.Resources.OfType<ParameterResource>().SingleOrDefault(p => p.Name == "secret") is { } there
        ? _builder.CreateResourceBuilder(there)
        : _builder.AddParameter("secret", secret: true);

    [Fact]
    public async Task Kafka_is_its_bootstrap_address()
    {
        var kafka = _builder.AddKafka("kafka");
        Allocate(kafka, "tcp", 9092);

        Assert.Equal("localhost:9092", await Value(kafka.Resource.ConnectionStringExpression));
        Assert.Equal(
            "{kafka.bindings.tcp.host}:{kafka.bindings.tcp.port}",
            kafka.Resource.ConnectionStringExpression.ValueExpression);
    }

    [Fact]
    public async Task MySql_signs_in_as_root_and_a_database_adds_its_name()
    {
        var mysql = _builder.AddMySql("mysql", Secret);
        var database = mysql.AddDatabase("mysql-erp", "erp");
        Allocate(mysql, "tcp", 3306);

        Assert.Equal(
            "Server=localhost;Port=3306;User ID=root;Password=p@ss/word",
            await Value(mysql.Resource.ConnectionStringExpression));
        Assert.Equal(
            "Server=localhost;Port=3306;User ID=root;Password=p@ss/word;Database=erp",
            await Value(database.Resource.ConnectionStringExpression));
        Assert.Equal(
            "{mysql.connectionString};Database=erp", database.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("mysql://root:p%40ss%2Fword@localhost:3306/erp", await Value(database.Resource.UriExpression));
        Assert.Equal("jdbc:mysql://localhost:3306/erp", await Value(database.Resource.JdbcConnectionString));
        Assert.Equal("erp", mysql.Resource.Databases["mysql-erp"]);
    }

    [Fact]
    public async Task MongoDB_escapes_user_and_password_in_its_uri()
    {
        var mongo = _builder.AddMongoDB("mongodb", userName: _builder.AddParameter("user"), password: Secret);
        var database = mongo.AddDatabase("approvals");
        Allocate(mongo, "tcp", 27017);

        Assert.Equal(
            "mongodb://jo:p%40ss%2Fword@localhost:27017/?authSource=admin&authMechanism=SCRAM-SHA-256",
            await Value(mongo.Resource.ConnectionStringExpression));
        Assert.Equal(
            "mongodb://jo:p%40ss%2Fword@localhost:27017/approvals?authSource=admin&authMechanism=SCRAM-SHA-256",
            await Value(database.Resource.ConnectionStringExpression));
        Assert.Equal("approvals", mongo.Resource.Databases["approvals"]);
    }

    private static void Allocate<T>(IResourceBuilder<T> builder, string name, int port)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.Resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == name);
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port);
    }

    private static async Task<string?> Value(ReferenceExpression expression)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await expression.GetValueAsync(limit.Token);
    }
}
