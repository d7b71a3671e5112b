using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class EnvironmentTests
{
    [Fact]
    public async Task Every_kind_of_value_becomes_text()
    {
        var builder = TestModel.Builder();
        var key = builder.AddParameter("key", "secret-key", secret: true);
        var web = builder.AddProgram("web").WithHttpEndpoint();
        web.GetEndpoint("http").Allocate(8080);

        var variables = await builder.AddProgram("client")
            .WithEnvironment("TEXT", "text")
            .WithEnvironment("NONE", (string?)null)
            .WithEnvironment("LATE", () => "late")
            .WithEnvironment("PARAMETER", key)
            .WithEnvironment("ENDPOINT", web.GetEndpoint("http"))
            .WithEnvironment("PART", web.GetEndpoint("http").Property(EndpointProperty.Port))
            .WithEnvironment("MIXED", $"{key}@{web.GetEndpoint("http").Property(EndpointProperty.Host)}")
            .WithEnvironment(context => context.EnvironmentVariables["NUMBER"] = 5)
            .WithEnvironment(context => context.EnvironmentVariables["TRUTH"] = true)
            .Resource.EnvironmentAsync();

        Assert.Equal(new Dictionary<string, string>
        {
            ["TEXT"] = "text",
            ["NONE"] = "",
            ["LATE"] = "late",
            ["PARAMETER"] = "secret-key",
            ["ENDPOINT"] = "http://localhost:8080",
            ["PART"] = "8080",
            ["MIXED"] = "secret-key@localhost",
            ["NUMBER"] = "5",
            ["TRUTH"] = "true",
        }, variables);
    }

    [Fact]
    public async Task A_later_value_of_a_variable_wins()
    {
        var variables = await TestModel.Builder().AddProgram("a").WithEnvironment("X", "1").WithEnvironment("X", "2").Resource.EnvironmentAsync();

        Assert.Equal("2", variables["X"]);
    }

    [Fact]
    public async Task Values_with_a_secret_in_them_are_marked()
    {
        var builder = TestModel.Builder();
        var key = builder.AddParameter("key", "k", secret: true);
        var program = builder.AddProgram("a").WithArgs("plain").WithArgs(ReferenceExpression.Create($"--key={key}")).Resource;

        var args = await ResourceConfiguration.ResolveArgsAsync(program, builder.ExecutionContext, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);

        Assert.Equal([("plain", false), ("--key=k", true)], args.Select(arg => (arg.Value!, arg.IsSensitive)));
    }

    [Fact]
    public async Task Arguments_come_in_the_order_of_the_calls()
    {
        var builder = TestModel.Builder();
        var server = builder.AddExecutable("server", "server", ".", "--port").WithEndpoint(name: "tcp");
        server.GetEndpoint("tcp").Allocate(1000, "<port>");

        var args = await server.WithArgs(context => context.Args.Add(server.GetEndpoint("tcp").Property(EndpointProperty.TargetPort))).WithArgs("--last", "x").Resource.ArgsAsync();

        Assert.Equal(["--port", "<port>", "--last", "x"], args);
    }

    [Fact]
    public async Task A_connection_string_is_given_under_its_own_or_another_name()
    {
        var builder = TestModel.Builder("--ConnectionStrings:db=Server=x", "--ConnectionStrings:cache=y");
        var db = builder.AddConnectionString("db");
        var cache = builder.AddConnectionString("cache", environmentVariableName: "CACHE_URL");

        var variables = await builder.AddProgram("a").WithReference(db).WithReference(db, connectionName: "mysql").WithReference(cache).Resource.EnvironmentAsync();

        Assert.Equal("Server=x", variables["ConnectionStrings__db"]);
        Assert.Equal("Server=x", variables["ConnectionStrings__mysql"]);
        Assert.Equal("y", variables["CACHE_URL"]);
    }

    [Fact]
    public async Task An_own_resource_gives_a_connection_string_over_its_own_endpoint()
    {
        var builder = TestModel.Builder();
        var server = new InstalledServer("kafka");
        var added = builder.AddResource(server).WithEndpoint(scheme: "tcp", name: "tcp");
        server.Endpoint.Allocate(9092);

        var variables = await builder.AddProgram("a").WithReference(added, connectionName: "broker").Resource.EnvironmentAsync();

        Assert.Equal("localhost:9092", variables["ConnectionStrings__broker"]);
    }

    [Fact]
    public async Task An_optional_connection_string_may_be_empty_and_another_one_may_not()
    {
        var builder = TestModel.Builder();
        var empty = builder.AddConnectionString("empty", ReferenceExpression.Empty);

        Assert.Empty(await builder.AddProgram("optional").WithReference(empty, optional: true).Resource.EnvironmentAsync());
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => builder.AddProgram("needed").WithReference(empty).Resource.EnvironmentAsync());

        Assert.Contains("'ConnectionStrings__empty' of resource 'needed'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_is_found_by_its_name_and_its_endpoints_names()
    {
        var builder = TestModel.Builder();
        var service = builder.AddService("employee-service");
        var client = builder.AddProgram("client").WithReference(service);

        // Described after the reference, and still part of it.
        service.WithHttpEndpoint(port: 8081, name: "http").WithHttpEndpoint(name: "admin");
        service.GetEndpoint("http").Allocate(8081);
        service.GetEndpoint("admin").Allocate(9000);

        var variables = await client.Resource.EnvironmentAsync();
        Assert.Equal("http://localhost:8081", variables["services__employee-service__http__0"]);
        Assert.Equal("http://localhost:9000", variables["services__employee-service__admin__0"]);
    }

    [Fact]
    public async Task A_project_listens_on_the_target_ports_of_its_http_endpoints()
    {
        var service = TestModel.Builder().AddService("web").WithHttpEndpoint(port: 8081, name: "http").WithHttpEndpoint(name: "admin").WithEndpoint(name: "tcp");
        service.GetEndpoint("http").Allocate(8081, "<a>");
        service.GetEndpoint("admin").Allocate(9000, "<b>");

        Assert.Equal("http://localhost:<a>;http://localhost:<b>", (await service.Resource.EnvironmentAsync())["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task An_endpoint_with_a_variable_of_its_own_is_told_in_that_variable_only()
    {
        var service = TestModel.Builder().AddService("web").WithHttpEndpoint(name: "http").WithHttpEndpoint(name: "metrics", env: "METRICS_PORT");
        service.GetEndpoint("http").Allocate(8081, "<a>");
        service.GetEndpoint("metrics").Allocate(9000, "<b>");

        var variables = await service.Resource.EnvironmentAsync();

        Assert.Equal("http://localhost:<a>", variables["ASPNETCORE_URLS"]);
        Assert.Equal("<b>", variables["METRICS_PORT"]);
    }

    private sealed class InstalledServer(string name) : ExecutableResource(name, "server", "."), IResourceWithConnectionString
    {
        public EndpointReference Endpoint => field ??= new EndpointReference(this, "tcp");

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Endpoint.Property(EndpointProperty.HostAndPort)}");
    }
}
