namespace Erp.AppHost.Backing;

/// <summary>Kafka between the services: the official container, Apache Kafka from <c>KAFKA_HOME</c> as our own process,
/// otherwise the embedded three-broker cluster, which speaks the real protocol but keeps its data in memory
/// only.</summary>
internal static class KafkaBacking
{
    /// <summary>Adds Kafka; reference it with connection name <paramref name="name"/>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddKafkaBacking(
        this IDistributedApplicationBuilder builder, string name)
    {
        var home = builder.Configuration["KAFKA_HOME"] is { Length: > 0 } set && !OperatingSystem.IsWindows()
            ? Path.GetFullPath(set)
            : null;
        if (home is not null && !File.Exists(Path.Combine(home, "bin", "kafka-server-start.sh")))
            throw new DistributedApplicationException(
                $"KAFKA_HOME is '{home}', but there is no bin/kafka-server-start.sh in it.");

        var choice = BackingChoice.Make(
            builder, name, home is null ? null : $"Apache Kafka in {home}", hasEmbedded: true,
            "set KAFKA_HOME to an Apache Kafka 4 folder");
        return choice.Source switch
        {
            BackingSource.External => builder.AddConnectionString(name).WithAnnotation(choice),
            BackingSource.Container => builder.AddKafka(name).WithDataVolume(DataVolume.Of(builder, name))
                // Services create their topics with partitions and retention; an early client must not be first.
                .WithEnvironment("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false").WithAnnotation(choice),
            BackingSource.Installed => builder.AddApacheKafka(name, home!).WithAnnotation(choice),
            _ => builder.AddEmbeddedKafka(name).WithAnnotation(choice),
        };
    }

    private static IResourceBuilder<ServerProcess> AddEmbeddedKafka(
        this IDistributedApplicationBuilder builder, string name)
    {
        var program = ProjectOutput.Of(new Projects.Erp_EmbeddedKafka().ProjectPath);
        var server = new ServerProcess(name, "dotnet", Path.GetDirectoryName(program)!);
        server.ConnectionStringExpression = Bootstrap(server);
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            ShortenSessions(start.Model, server);
            return Task.CompletedTask;
        });
        return builder.AddServerProcess(server, (_, _) => Task.FromResult(true))
            .WithArgs(program, "--port")
            .WithArgs(context => context.Args.Add(server.Endpoint.Property(EndpointProperty.TargetPort)));
    }

    /// <summary>Whenever a member joins or leaves, the embedded cluster holds its group up for the session timeout less
    /// a second, where a real broker goes on as soon as everybody has answered.</summary>
    private static void ShortenSessions(DistributedApplicationModel model, IResource server)
    {
        foreach (var client in model.Resources.OfType<ProjectResource>())
        {
            if (client.Annotations.OfType<ResourceRelationshipAnnotation>().Any(r => r.Resource == server))
                client.Annotations.Add(new EnvironmentCallbackAnnotation("Kafka__SessionTimeout", () => "00:00:03"));
        }
    }

    /// <summary>One KRaft broker that is its own controller. Clients reach it at the port that it advertises: the
    /// proxied one.</summary>
    private static IResourceBuilder<ServerProcess> AddApacheKafka(
        this IDistributedApplicationBuilder builder, string name, string home)
    {
        var folder = DataFolder.Of(builder, name);
        var properties = Path.Combine(folder, "server.properties");
        var server = new ServerProcess(name, Path.Combine(home, "bin", "kafka-server-start.sh"), folder);
        server.ConnectionStringExpression = Bootstrap(server);
        var controller = new EndpointReference(server, "controller");
        return builder.AddServerProcess(server, (_, _) => Task.FromResult(true))
            .KeepsDataIn(folder)
            .WithEndpoint(scheme: "tcp", name: "controller")
            .WithEnvironment("KAFKA_HEAP_OPTS", "-Xms192m -Xmx256m")
            // A quick start counts here: no second compiler, no threads of its own for so small a heap.
            .WithEnvironment("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .WithArgs(properties)
            .WithArgs(context =>
            {
                var broker = server.Endpoint.Property(EndpointProperty.TargetPort);
                var quorum = controller.Property(EndpointProperty.TargetPort);
                context.Args.Add("--override");
                context.Args.Add(ReferenceExpression.Create(
                    $"listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{quorum}"));
                context.Args.Add("--override");
                context.Args.Add(ReferenceExpression.Create(
                    $"advertised.listeners=PLAINTEXT://127.0.0.1:{server.Endpoint.Property(EndpointProperty.Port)}"));
                context.Args.Add("--override");
                context.Args.Add(ReferenceExpression.Create($"controller.quorum.voters=1@127.0.0.1:{quorum}"));
            })
            .OnBeforeResourceStarted((_, _, cancellationToken) => FormatAsync(
                home, folder, properties, NewClusterId(), cancellationToken));
    }

    private static ReferenceExpression Bootstrap(ServerProcess server) => ReferenceExpression.Create(
        $"{server.Endpoint.Property(EndpointProperty.IPV4Host)}:{server.Endpoint.Property(EndpointProperty.Port)}");

    // 16 bytes in the alphabet of URLs.
    private static string NewClusterId() =>
        Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal static async Task FormatAsync(
        string home, string folder, string properties, string clusterId, CancellationToken cancellationToken)
    {
        var data = Path.Combine(folder, "data");
        // Ports are given on the command line at each start; those in the file only let the storage tool accept it.
        await File.WriteAllTextAsync(properties, $"""
            process.roles=broker,controller
            node.id=1
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=PLAINTEXT
            listeners=PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093
            advertised.listeners=PLAINTEXT://127.0.0.1:19092
            controller.quorum.voters=1@127.0.0.1:19093
            log.dirs={data}
            auto.create.topics.enable=false
            num.partitions=3
            default.replication.factor=1
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=3
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=3
            group.initial.rebalance.delay.ms=0
            log.cleaner.dedupe.buffer.size=10485760
            # Killed and started again, a broker waits until its former self has been silent for so long.
            broker.session.timeout.ms=4000
            broker.heartbeat.interval.ms=500

            """, cancellationToken);
        if (File.Exists(Path.Combine(data, "meta.properties"))) return;

        var (exitCode, output, error) = await Programs.RunAsync(
            new(
                Path.Combine(home, "bin", "kafka-storage.sh"),
                ["format", $"--cluster-id={clusterId}", "-c", properties]),
            cancellationToken);
        if (exitCode != 0)
            throw new DistributedApplicationException(
                $"kafka-storage.sh could not format {data}: {(error + output).Trim()}");
    }
}
