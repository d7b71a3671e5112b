namespace Erp.AppHost.Eks.Settings;

/// <summary>What the publisher is told from outside: section <c>Eks</c> of the configuration. Valid when empty, except
/// for the target groups.</summary>
internal sealed class EksOptions
{
    public const string Section = "Eks";

    /// <summary><c>dev</c>, or the name of the production overlay. Anything but dev takes no value of the
    /// example: it asks for image digests, an account, addresses and ARNs of one's own.</summary>
    public string Environment { get; set; } = Dev;

    public const string Dev = "dev";

    /// <summary>The account that Amazon's own documentation uses, and the example here.</summary>
    public const string ExampleAccount = "123456789012";

    /// <summary>Whether it is the base that runs, and no overlay.</summary>
    internal bool IsDev => Environment == Dev;

    public string Namespace { get; set; } = "erp-dev";

    /// <summary><c>statefulset</c>: our own three brokers. <c>msk</c>: Amazon MSK.</summary>
    public string Broker { get; set; } = Brokers.StatefulSet;

    /// <summary>Check and print only.</summary>
    public bool DryRun { get; set; }

    /// <summary>For <c>destroy</c>: the namespace that may go, with everything in it.</summary>
    public string? ConfirmDestroy { get; set; }

    /// <summary>For <c>destroy</c>: Kafka's volumes stay.</summary>
    public bool KeepVolumes { get; set; }

    /// <summary>Write only what Terraform and <c>erp images</c> read, which needs no target groups yet.</summary>
    public bool InventoryOnly { get; set; }

    /// <summary>Where images are pulled from.</summary>
    public string Registry { get; set; } = $"{ExampleAccount}.dkr.ecr.us-east-1.amazonaws.com";

    public string Tag { get; set; } = "1.0.0";

    /// <summary>Image name to digest, as <c>erp images --push</c> and <c>--digests</c> write it; relative to the
    /// repository.</summary>
    public string ImagesFile { get; set; } = "deploy/images.json";

    /// <summary>ARN of the target group of each service, by folder name (<c>employee</c>) or by resource
    /// name.</summary>
    public Dictionary<string, string> TargetGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Output of <c>terraform output -json</c>. When neither this nor <see cref="TargetGroups"/> is given:
    /// <see cref="DefaultTargetGroupsFile"/>.</summary>
    public string? TargetGroupsFile { get; set; }

    public const string DefaultTargetGroupsFile = "deploy/terraform/target-groups.json";

    /// <summary>Security group of the NLB; from Terraform's output when that names it.</summary>
    public string? LoadBalancerSecurityGroup { get; set; }

    /// <summary>Host name of the NLB; from Terraform's output when that names it.</summary>
    public string? LoadBalancerAddress { get; set; }

    /// <summary>All addresses of the VPC, with commas in between: where the NLB comes from and, unless they say
    /// otherwise, where the databases are.</summary>
    public string VpcCidrs { get; set; } = "10.0.0.0/16";

    /// <summary>Seconds that the NLB keeps connections to a target that is being taken out; what preStop has to
    /// outlast.</summary>
    public int DeregistrationDelay { get; set; } = 120;

    public AuthorityOptions Auth { get; } = new();

    public WebOptions Web { get; } = new();

    public ServerOptions MySql { get; } = new() { Host = "mysql.erp.internal", Port = 3306 };

    public ServerOptions Redis { get; } = new() { Host = "redis.erp.internal", Port = 6379 };

    public MongoDbOptions MongoDb { get; } = new();

    public MskOptions Msk { get; } = new();

    /// <summary>Class of the brokers' volumes.</summary>
    public string StorageClass { get; set; } = "gp3";

    /// <summary>Whether that class is published, or is the cluster's own.</summary>
    public bool CreateStorageClass { get; set; } = true;

    /// <summary>OTLP collector (gRPC); empty for none.</summary>
    public string OtlpEndpoint { get; set; } = "http://otel-collector.observability:4317";

    /// <summary>Where Prometheus answers, for the analysis of a rollout.</summary>
    public string PrometheusAddress { get; set; } = "http://prometheus-operated.monitoring:9090";

    public string MonitoringNamespace { get; set; } = "monitoring";

    public SecretsManagerOptions SecretsManager { get; } = new();

    /// <summary>Of a cluster on one's own machine, which has its databases in itself and no authority.</summary>
    public EksOptions ForLocal() => new()
    {
        Namespace = Namespace,
        Registry = Registry,
        Tag = Tag,
        OtlpEndpoint = "",
        Auth = { Authority = "" },
        // MySQL makes a certificate for itself, Redis none.
        MySql = { Host = "mysql" },
        Redis = { Host = "redis", Tls = false },
    };

    internal static class Brokers
    {
        public const string StatefulSet = "statefulset";
        public const string Msk = "msk";
    }
}

/// <summary>Who signs the tokens of employees (Amazon Cognito's user pool).</summary>
internal sealed class AuthorityOptions
{
    public string Authority { get; set; } = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_example00";

    public string Audience { get; set; } = "erp";

    /// <summary>Employees' tokens are signed with the services' own key: on a cluster of one's own machine
    /// only.</summary>
    public bool IsOwnKey => Authority.Length == 0;
}

/// <summary>The pages that people open.</summary>
internal sealed class WebOptions
{
    /// <summary>Where: scheme and host, such as https://erp.example.com.</summary>
    public string PublicUrl { get; set; } = "https://erp.example.com";

    /// <summary>Whether the app client at the OIDC authority has a secret, which then is the key WEB_CLIENT_SECRET of
    /// the Secret. A client without one is protected by PKCE.</summary>
    public bool ClientSecret { get; set; }
}

/// <summary>An outside server.</summary>
internal sealed class ServerOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; }

    /// <summary>Amazon RDS offers TLS always; ElastiCache takes a password over TLS only.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Where it is, as ranges with commas in between; empty: in the VPC.</summary>
    public string Cidrs { get; set; } = "";
}

/// <summary>MongoDB, whose address is in the Secret: only the way there. Atlas is reached by peering, by PrivateLink
/// (on ports of its own) or over the internet.</summary>
internal sealed class MongoDbOptions
{
    /// <summary>Where it is, as ranges with commas in between; empty: in the VPC.</summary>
    public string Cidrs { get; set; } = "";

    /// <summary>With commas in between.</summary>
    public string Ports { get; set; } = "27017";
}

/// <summary>Amazon MSK with SASL/SCRAM over TLS.</summary>
internal sealed class MskOptions
{
    public string Bootstrap { get; set; } =
        "b-1.erp.example.c2.kafka.us-east-1.amazonaws.com:9096,"
        + "b-2.erp.example.c2.kafka.us-east-1.amazonaws.com:9096,"
        + "b-3.erp.example.c2.kafka.us-east-1.amazonaws.com:9096";
}

/// <summary>Where production's secret values are.</summary>
internal sealed class SecretsManagerOptions
{
    /// <summary>Empty: that of the target groups.</summary>
    public string Region { get; set; } = "";

    /// <summary>Name of the secret: one JSON object with a member per key.</summary>
    public string SecretName { get; set; } = "erp/prod";

    /// <summary>IAM role of the reader (IRSA).</summary>
    public string RoleArn { get; set; } = $"arn:aws:iam::{EksOptions.ExampleAccount}:role/erp-external-secrets";
}
