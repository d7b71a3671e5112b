using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.MySql;

namespace Aspire.Hosting;

/// <summary>Adds MySQL to an application.</summary>
public static class MySqlBuilderExtensions
{
    private const string DataFolder = "/var/lib/mysql";

    /// <summary>Adds a MySQL server in a container, with a health check that signs in.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing
    /// resources.</param>
    /// <param name="password">Root's password; by default one is generated and kept.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<MySqlServerResource> AddMySql(
        this IDistributedApplicationBuilder builder, [ResourceName] string name,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var parameter = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var server = new MySqlServerResource(name, parameter);
        builder.Eventing.Subscribe<ResourceReadyEvent>(
            server, (ready, token) => MySqlDatabases.CreateAsync(server, ready.Services, token));
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: 3306, name: MySqlServerResource.PrimaryEndpointName)
            .WithImage(MySqlContainerImageTags.Image, MySqlContainerImageTags.Tag)
            .WithImageRegistry(MySqlContainerImageTags.Registry)
            .WithEnvironment(context => context.EnvironmentVariables["MYSQL_ROOT_PASSWORD"] = server.PasswordParameter)
            .WithHealthCheck(MySqlHealthCheck.Register(builder, name, server.ConnectionStringExpression));
    }

    /// <summary>Adds a database to the server; it is created when the server is ready.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="databaseName">The name of the database, by default that of the resource.</param>
    /// <returns>A builder for the database.</returns>
    public static IResourceBuilder<MySqlDatabaseResource> AddDatabase(
        this IResourceBuilder<MySqlServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        var database = new MySqlDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(database);
        return builder.ApplicationBuilder.AddResource(database)
            .WithHealthCheck(MySqlHealthCheck.Register(
                builder.ApplicationBuilder, name, database.ConnectionStringExpression));
    }

    /// <summary>Sets root's password.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="password">The parameter that holds it.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<MySqlServerResource> WithPassword(
        this IResourceBuilder<MySqlServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(password);
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    /// <summary>Keeps the data in a named volume.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; by default made from the names of application and resource.</param>
    /// <param name="isReadOnly">Whether the volume is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<MySqlServerResource> WithDataVolume(
        this IResourceBuilder<MySqlServerResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), DataFolder, isReadOnly);
    }

    /// <summary>Keeps the data in a folder of this machine.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">The folder, relative to the AppHost's.</param>
    /// <param name="isReadOnly">Whether the folder is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<MySqlServerResource> WithDataBindMount(
        this IResourceBuilder<MySqlServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithBindMount(source, DataFolder, isReadOnly);
    }
}
