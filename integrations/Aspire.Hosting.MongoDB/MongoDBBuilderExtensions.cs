using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.MongoDB;

namespace Aspire.Hosting;

/// <summary>Adds MongoDB to an application.</summary>
public static class MongoDBBuilderExtensions
{
    private const string DataFolder = "/data/db";

    /// <summary>Adds a MongoDB server in a container with the user <c>admin</c> and a generated password.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing
    /// resources.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<MongoDBServerResource> AddMongoDB(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port) =>
        builder.AddMongoDB(name, port, null, null);

    /// <summary>Adds a MongoDB server in a container, with a health check that signs in.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing
    /// resources.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <param name="userName">The user's name, by default <c>admin</c>.</param>
    /// <param name="password">The password; by default one is generated and kept.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<MongoDBServerResource> AddMongoDB(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var parameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(
                builder, $"{name}-password", special: false);
        var server = new MongoDBServerResource(name, userName?.Resource, parameter);
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: 27017, name: MongoDBServerResource.PrimaryEndpointName)
            .WithImage(MongoDBContainerImageTags.Image, MongoDBContainerImageTags.Tag)
            .WithImageRegistry(MongoDBContainerImageTags.Registry)
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["MONGO_INITDB_ROOT_USERNAME"] = server.UserNameReference;
                context.EnvironmentVariables["MONGO_INITDB_ROOT_PASSWORD"] = parameter;
            })
            .WithHealthCheck(MongoDBHealthCheck.Register(builder, name, server.ConnectionStringExpression));
    }

    /// <summary>Adds a database to the server.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="databaseName">The name of the database, by default that of the resource.</param>
    /// <returns>A builder for the database.</returns>
    public static IResourceBuilder<MongoDBDatabaseResource> AddDatabase(
        this IResourceBuilder<MongoDBServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var database = new MongoDBDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(name, database.DatabaseName);
        return builder.ApplicationBuilder.AddResource(database)
            .WithHealthCheck(MongoDBHealthCheck.Register(
                builder.ApplicationBuilder, name, database.ConnectionStringExpression));
    }

    /// <summary>Keeps the data in a named volume.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; by default made from the names of application and resource.</param>
    /// <param name="isReadOnly">Whether the volume is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<MongoDBServerResource> WithDataVolume(
        this IResourceBuilder<MongoDBServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), DataFolder, isReadOnly);
    }

    /// <summary>Keeps the data in a folder of this machine.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">The folder, relative to the AppHost's.</param>
    /// <param name="isReadOnly">Whether the folder is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<MongoDBServerResource> WithDataBindMount(
        this IResourceBuilder<MongoDBServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithBindMount(source, DataFolder, isReadOnly);
    }
}
