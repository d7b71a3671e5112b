using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;
using Aspire.Hosting.Redis;

namespace Aspire.Hosting;

/// <summary>Adds Redis to an application.</summary>
public static class RedisBuilderExtensions
{
    private const string DataFolder = "/data";

    /// <summary>Adds a Redis server in a container with a generated password.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing resources.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port) =>
        builder.AddRedis(name, port, null);

    /// <summary>Adds a Redis server in a container, with a health check that signs in and pings it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource; it is also the name of the connection string in referencing resources.</param>
    /// <param name="port">The port on this machine, null for any free one.</param>
    /// <param name="password">The password; by default one is generated and kept.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        // A comma would end the password in StackExchange.Redis's connection string.
        var parameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var redis = new RedisResource(name, parameter);
        return builder.AddResource(redis)
            .WithEndpoint(port: port, targetPort: 6379, name: RedisResource.PrimaryEndpointName, scheme: "redis")
            .WithImage(RedisContainerImageTags.Image, RedisContainerImageTags.Tag)
            .WithImageRegistry(RedisContainerImageTags.Registry)
            .WithEntrypoint("/bin/sh")
            .WithEnvironment(context =>
            {
                if (redis.PasswordParameter is { } secret) context.EnvironmentVariables["REDIS_PASSWORD"] = secret;
            })
            .WithArgs(context =>
            {
                // Through a shell, so that the password is in the environment and not in the command line.
                context.Args.Add("-c");
                context.Args.Add(string.Join(' ', Command(redis)));
            })
            .WithHealthCheck(TcpProbe.Register(builder, name, redis.PrimaryEndpoint, (stream, token) => RedisProbe.TalkAsync(redis, stream, token)));
    }

    /// <summary>Keeps the data in a named volume and, unless it is read-only, writes snapshots to it.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the volume; by default made from the names of application and resource.</param>
    /// <param name="isReadOnly">Whether the volume is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WithVolume(name ?? VolumeNameGenerator.Generate(builder, "data"), DataFolder, isReadOnly);
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Keeps the data in a folder of this machine and, unless it is read-only, writes snapshots to it.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">The folder, relative to the AppHost's.</param>
    /// <param name="isReadOnly">Whether the folder is mounted read-only.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<RedisResource> WithDataBindMount(this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(source);
        builder.WithBindMount(source, DataFolder, isReadOnly);
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Writes snapshots of the data.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="interval">The time between two snapshots, by default 60 s.</param>
    /// <param name="keysChangedThreshold">How many keys must have changed for one to be written.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new RedisPersistence(interval ?? TimeSpan.FromSeconds(60), keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Sets the password.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="password">The parameter that holds it; null for a server without a password.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<RedisResource> WithPassword(this IResourceBuilder<RedisResource> builder, IResourceBuilder<ParameterResource>? password)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.SetPassword(password?.Resource);
        return builder;
    }

    /// <summary>Sets the port on this machine.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="port">The port, null for any free one.</param>
    /// <returns>The builder that was given.</returns>
    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithEndpoint(RedisResource.PrimaryEndpointName, endpoint => endpoint.Port = port);
    }

    private static IEnumerable<string> Command(RedisResource redis)
    {
        yield return "redis-server";
        if (redis.PasswordParameter is not null)
        {
            yield return "--requirepass";
            yield return "$REDIS_PASSWORD";
        }

        if (redis.TryGetLastAnnotation<RedisPersistence>(out var persistence))
        {
            yield return "--save";
            yield return persistence.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            yield return persistence.KeysChangedThreshold.ToString(CultureInfo.InvariantCulture);
        }
    }
}
