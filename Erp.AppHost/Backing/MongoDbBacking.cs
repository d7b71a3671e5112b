namespace Erp.AppHost.Backing;

/// <summary>The approval store: MongoDB in a container or as our own process, otherwise SQLite.</summary>
internal static class MongoDbBacking
{
    private const string Database = "erp";

    /// <summary>Adds the approval store; reference it with connection name <paramref name="name"/>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddMongoDbBacking(
        this IDistributedApplicationBuilder builder, string name)
    {
        var program = Programs.Find("mongod");
        var choice = BackingChoice.Make(builder, name, program, hasEmbedded: true, "install mongod");
        return choice.Source switch
        {
            BackingSource.External => builder.AddConnectionString(name).WithAnnotation(choice),
            BackingSource.Container =>
                builder.AddMongoDB(name).WithDataVolume(DataVolume.Of(builder, name)).WithAnnotation(choice)
                .AddDatabase($"{name}-{Database}", Database),
            BackingSource.Installed => builder.AddInstalledMongoDb(name, program!).WithAnnotation(choice),
            _ => builder.AddConnectionString(name, SqliteStore(builder, name)).WithAnnotation(choice),
        };
    }

    private static ReferenceExpression SqliteStore(IDistributedApplicationBuilder builder, string name) =>
        ReferenceExpression.Create($"Data Source={Path.Combine(DataFolder.Of(builder, name), "approvals.db")}");

    private static IResourceBuilder<ServerProcess> AddInstalledMongoDb(
        this IDistributedApplicationBuilder builder, string name, string program)
    {
        var folder = DataFolder.Of(builder, name);
        var server = new ServerProcess(name, program, folder);
        var (host, port) =
            (server.Endpoint.Property(EndpointProperty.IPV4Host), server.Endpoint.Property(EndpointProperty.Port));
        server.ConnectionStringExpression = ReferenceExpression.Create($"mongodb://{host}:{port}/{Database}");
        return builder.AddServerProcess(server, (_, _) => Task.FromResult(true))
            .KeepsDataIn(folder)
            .WithArgs("--dbpath", folder, "--bind_ip", "127.0.0.1", "--port")
            .WithArgs(context => context.Args.Add(server.Endpoint.Property(EndpointProperty.TargetPort)));
    }
}
