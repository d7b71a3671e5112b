using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Plan;

internal enum BackingKind
{
    Kafka,
    MySql,
    Redis,
    MongoDb,
}

/// <summary>How pods reach a backing service: the variables that carry its address and credentials, and the connection
/// string that Kubernetes composes from them, so that a service reads in the cluster the key that it reads on a
/// laptop.</summary>
internal sealed record BackingService(BackingKind Kind, params IReadOnlyList<int> Ports)
{
    public int Port => Ports[0];

    /// <summary>Where it is, as ranges with commas in between; empty: in the VPC, or on the cluster.</summary>
    public string Cidrs { get; init; } = "";

    /// <summary>Variables from the ConfigMap, with their values.</summary>
    public required IReadOnlyList<(string Key, string Value)> Config { get; init; }

    /// <summary>Variables from the Secret.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Connection string over <c>$(VARIABLE)</c>.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>What runs it in a container; null when the model does not say.</summary>
    public string? Image { get; init; }

    /// <summary>Further settings that its clients need.</summary>
    public IReadOnlyList<EnvVar> Settings { get; init; } = [];

    public static BackingService MySql(EksOptions options, string database) =>
        new(BackingKind.MySql, options.MySql.Port)
        {
            Cidrs = options.MySql.Cidrs,
            Config =
            [
                ("MYSQL_HOST", options.MySql.Host),
                ("MYSQL_PORT", Text(options.MySql.Port)),
                ("MYSQL_DATABASE", database),
            ],
            Secrets = ["MYSQL_USERNAME", "MYSQL_PASSWORD"],
            // Quoted: a password may hold the separator. Amazon RDS allows every character but the quote, @, / and
            // space.
            ConnectionString = "Server=$(MYSQL_HOST);Port=$(MYSQL_PORT);User ID=$(MYSQL_USERNAME);"
                + "Password=\"$(MYSQL_PASSWORD)\";Database=$(MYSQL_DATABASE);"
                + $"SslMode={(options.MySql.Tls ? "Required" : "Disabled")}",
        };

    public static BackingService Redis(EksOptions options) => new(BackingKind.Redis, options.Redis.Port)
    {
        Cidrs = options.Redis.Cidrs,
        Config = [("REDIS_HOST", options.Redis.Host), ("REDIS_PORT", Text(options.Redis.Port))],
        Secrets = ["REDIS_PASSWORD"],
        ConnectionString = "$(REDIS_HOST):$(REDIS_PORT),password=$(REDIS_PASSWORD),"
            + $"ssl={(options.Redis.Tls ? "true" : "false")},abortConnect=false",
    };

    /// <summary>The URI holds a password, so the whole of it is secret.</summary>
    public static BackingService MongoDb(EksOptions options) => new(
        BackingKind.MongoDb,
        [.. options.MongoDb.Ports.Split(',').Select(p => int.TryParse(p, out var port) ? port : 0)])
    {
        Cidrs = options.MongoDb.Cidrs,
        Config = [],
        Secrets = ["MONGODB_URI"],
        ConnectionString = "$(MONGODB_URI)",
    };

    public static BackingService OwnKafka() => new(BackingKind.Kafka, Plan.OwnKafka.BrokerPort)
    {
        Config = [("KAFKA_BOOTSTRAP_SERVERS", $"{Plan.OwnKafka.BootstrapService}:{Plan.OwnKafka.BrokerPort}")],
        Secrets = [],
        ConnectionString = "$(KAFKA_BOOTSTRAP_SERVERS)",
    };

    /// <summary>MSK's certificates are signed by a public authority, which the images trust already.</summary>
    public static BackingService Msk(EksOptions options) => new(BackingKind.Kafka, PortOf(options.Msk.Bootstrap))
    {
        Config = [("KAFKA_BOOTSTRAP_SERVERS", options.Msk.Bootstrap)],
        Secrets = ["KAFKA_USERNAME", "KAFKA_PASSWORD"],
        ConnectionString = "$(KAFKA_BOOTSTRAP_SERVERS)",
        Settings =
        [
            new("Kafka__SecurityProtocol", "SaslSsl"),
            new("Kafka__SaslMechanism", "ScramSha512"),
            new("Kafka__SaslUsername", "$(KAFKA_USERNAME)"),
            new("Kafka__SaslPassword", "$(KAFKA_PASSWORD)"),
        ],
    };

    private static int PortOf(string bootstrap) =>
        int.TryParse(bootstrap.Split(',')[0].Split(':').Last(), out var port) ? port : 0;

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
