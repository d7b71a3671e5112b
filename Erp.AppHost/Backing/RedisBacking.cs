using System.Text;

namespace Erp.AppHost.Backing;

/// <summary>Redis for inboxes and notifications: the official container, or Redis or Valkey as our own
/// process.</summary>
internal static class RedisBacking
{
    /// <summary>Adds Redis; reference it with connection name <paramref name="name"/>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRedisBacking(
        this IDistributedApplicationBuilder builder, string name)
    {
        var program = Programs.Find("redis-server", "valkey-server");
        var choice = BackingChoice.Make(
            builder, name, program, hasEmbedded: false, "install redis-server, or run ./erp run on Debian or Ubuntu");
        return choice.Source switch
        {
            BackingSource.External => builder.AddConnectionString(name).WithAnnotation(choice),
            BackingSource.Container => builder.AddContainerRedis(name).WithAnnotation(choice),
            _ => builder.AddInstalledRedis(name, program!).WithAnnotation(choice),
        };
    }

    private static IResourceBuilder<RedisResource> AddContainerRedis(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddRedis(name).WithDataVolume(DataVolume.Of(builder, name)).WithArgs(context =>
        {
            if (!context.ExecutionContext.IsRunMode) return;
            // The integration starts Redis from a shell, which stays the container's first process and passes no signal
            // on: every end would be a kill after ten seconds, and lose up to a minute of what came after a snapshot.
            context.Args.Insert(0, "exec");
            context.Args.Add("--appendonly");
            context.Args.Add("yes");
        });

    private static IResourceBuilder<ServerProcess> AddInstalledRedis(
        this IDistributedApplicationBuilder builder, string name, string program)
    {
        var folder = DataFolder.Of(builder, name);
        var password = builder.AddServerPassword(name);
        var server = new ServerProcess(name, program, folder);
        var (host, port) =
            (server.Endpoint.Property(EndpointProperty.IPV4Host), server.Endpoint.Property(EndpointProperty.Port));
        server.ConnectionStringExpression = ReferenceExpression.Create($"{host}:{port},password={password}");

        // The password stands in a file of the owner's and not on the command line, which every user of the machine can
        // read.
        var configuration = Path.Combine(folder, "redis.conf");
        return builder.AddServerProcess(server, PongsAsync)
            .KeepsDataIn(folder)
            .WithArgs(configuration, "--port")
            .WithArgs(context => context.Args.Add(server.Endpoint.Property(EndpointProperty.TargetPort)))
            .OnBeforeResourceStarted(async (_, _, cancellationToken) =>
            {
                var secret = await password.Resource.GetValueAsync(cancellationToken);
                await File.WriteAllTextAsync(configuration, $"""
                    bind 127.0.0.1
                    requirepass {secret}
                    dir "{folder}"
                    appendonly yes
                    save ""

                    """, cancellationToken);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            });
    }

    /// <summary>Answers PING with PONG, or asks for the password: both mean that it serves. While it loads its data it
    /// says LOADING.</summary>
    private static async Task<bool> PongsAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
        var answer = new byte[32];
        var length = await stream.ReadAtLeastAsync(answer, 5, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.ASCII.GetString(answer, 0, length);
        return text.StartsWith("+PONG", StringComparison.Ordinal)
            || text.StartsWith("-NOAUT", StringComparison.Ordinal);
    }
}
