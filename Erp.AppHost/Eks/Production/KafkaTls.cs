using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Writing;

namespace Erp.AppHost.Eks.Production;

/// <summary>Kafka with TLS only: both listeners need a certificate of our own authority, from brokers and from clients.</summary>
internal static class KafkaTls
{
    public const string Name = "tls";
    public const string ClientSecret = "kafka-client-tls";
    public const string BrokerSecret = "kafka-broker-tls";
    public const string ClientFolder = "/etc/kafka-tls";

    /// <summary>Days from the issue of a certificate to its end.</summary>
    public const int ValidDays = 90;

    private const string Authority = "kafka-ca";
    private const string SelfSigned = "kafka-selfsigned";
    private const string PropertiesMap = "kafka-client-properties";
    private const string PropertiesFile = "client.properties";
    private const string PropertiesFolder = "/etc/kafka-client";
    private static readonly EnvVar ClientProperties = new("CLIENT_PROPERTIES", $"{PropertiesFolder}/{PropertiesFile}");

    public static IEnumerable<ManifestFile> Write(ClusterPlan plan, KafkaPlan kafka)
    {
        var folder = new Folder($"components/{Name}")
            .Add(Issuer(kafka, SelfSigned, new() { SelfSigned = new() }), "selfsigned")
            .Add(Certificate(kafka, Authority, SelfSigned, new("87600h", "8760h"), isAuthority: true), "ca")
            .Add(Issuer(kafka, Authority, new() { Ca = new(Authority) }), "ca")
            .Add(Certificate(kafka, BrokerSecret, Authority, Leaf, BrokerNames(kafka)), "broker")
            .Add(Certificate(kafka, ClientSecret, Authority, Leaf, []), "client")
            .Add(new ConfigMap
            {
                Metadata = KafkaFolder.Meta(kafka, PropertiesMap),
                Data = Labels.Sorted((PropertiesFile, Properties(""))),
            })
            .AddPatch("kafka.yaml", BrokerPatch(kafka))
            .AddPatch("kafka-topics.yaml", [.. ToolPatch()])
            .AddPatch("clients.yaml", ClientPatch())
            .AddPatch("kafka-exporter.yaml", ExporterPatch());
        return folder.Close(Kustomization.Component with
        {
            Patches =
            [
                new("kafka.yaml", new() { Kind = "StatefulSet", Name = KafkaPlan.Name }),
                new("kafka-topics.yaml", new() { Kind = "Job", Name = KafkaTopicsJob.Name }),
                .. plan.Services.Where(s => s.Uses.Contains(BackingKind.Kafka))
                    .Select(s => new KustomizePatch("clients.yaml", new() { Kind = "Deployment", Name = s.Name })),
                new("kafka-exporter.yaml", new() { Kind = "Deployment", Name = KafkaExporter.Name }),
            ],
        });
    }

    private static IReadOnlyList<string> BrokerNames(KafkaPlan kafka) =>
    [
        kafka.Host("*"),
        KafkaPlan.BootstrapService,
        $"{KafkaPlan.BootstrapService}.{kafka.Namespace}.svc",
        $"{KafkaPlan.BootstrapService}.{kafka.Namespace}.svc.cluster.local",
    ];

    private static Issuer Issuer(KafkaPlan kafka, string name, IssuerSpec spec) => new() { Metadata = KafkaFolder.Meta(kafka, name), Spec = spec };

    private static Certificate Certificate(
        KafkaPlan kafka, string name, string issuer, Validity validity, IReadOnlyList<string>? names = null, bool isAuthority = false) => new()
        {
            Metadata = KafkaFolder.Meta(kafka, name),
            Spec = new()
            {
                SecretName = name,
                CommonName = name,
                IsCA = isAuthority ? true : null,
                Duration = validity.Duration,
                RenewBefore = validity.RenewBefore,
                DnsNames = names is { Count: > 0 } ? names : null,
                Usages = isAuthority ? null : ["digital signature", "client auth", .. names is { Count: > 0 } ? new[] { "server auth" } : []],
                PrivateKey = new(),
                AdditionalOutputFormats = isAuthority ? null : [new("CombinedPEM")],
                IssuerRef = new(issuer, "Issuer"),
            },
        };

    private sealed record Validity(string Duration, string RenewBefore);

    private static Validity Leaf { get; } = new(FormattableString.Invariant($"{ValidDays * 24}h"), "720h");

    /// <summary>Key material as Kafka's own programs read it.</summary>
    private static string Properties(string prefix) => $"""
        {prefix}security.protocol=SSL
        {prefix}ssl.keystore.type=PEM
        {prefix}ssl.keystore.location={ClientFolder}/tls-combined.pem
        {prefix}ssl.truststore.type=PEM
        {prefix}ssl.truststore.location={ClientFolder}/ca.crt

        """.ReplaceLineEndings("\n");

    private static IEnumerable<PatchOperation> BrokerPatch(KafkaPlan kafka) =>
    [
        new("replace", "/spec/template/spec/containers/0/env", KafkaSettings.Env(kafka, "SSL",
            new("KAFKA_SSL_CLIENT_AUTH", "required"),
            new("KAFKA_SSL_KEYSTORE_TYPE", "PEM"),
            new("KAFKA_SSL_KEYSTORE_LOCATION", $"{ClientFolder}/tls-combined.pem"),
            new("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"),
            new("KAFKA_SSL_TRUSTSTORE_LOCATION", $"{ClientFolder}/ca.crt"),
            ClientProperties)),
        .. Mount("tls", new Volume("tls") { Secret = new(BrokerSecret, ReadableByGroup) }, ClientFolder),
        .. Mount("client", new Volume("client") { ConfigMap = new(PropertiesMap) }, PropertiesFolder),
    ];

    private static IEnumerable<PatchOperation> ToolPatch() =>
    [
        new("add", "/spec/template/spec/containers/0/env/-", ClientProperties),
        .. Mount("tls", new Volume("tls") { Secret = new(ClientSecret, ReadableByGroup) }, ClientFolder),
        .. Mount("client", new Volume("client") { ConfigMap = new(PropertiesMap) }, PropertiesFolder),
    ];

    private static IEnumerable<PatchOperation> ClientPatch() =>
    [
        new("add", "/spec/template/spec/containers/0/env/-", new EnvVar("Kafka__SecurityProtocol", "Ssl")),
        new("add", "/spec/template/spec/containers/0/env/-", new EnvVar("Kafka__SslCaLocation", $"{ClientFolder}/ca.crt")),
        new("add", "/spec/template/spec/containers/0/env/-", new EnvVar("Kafka__SslCertificateLocation", $"{ClientFolder}/tls.crt")),
        new("add", "/spec/template/spec/containers/0/env/-", new EnvVar("Kafka__SslKeyLocation", $"{ClientFolder}/tls.key")),
        .. Mount("kafka-tls", new Volume("kafka-tls") { Secret = new(ClientSecret, ReadableByGroup) }, ClientFolder),
    ];

    private static IEnumerable<PatchOperation> ExporterPatch() =>
    [
        new("add", "/spec/template/spec/containers/0/args/-", "--tls.enabled"),
        new("add", "/spec/template/spec/containers/0/args/-", $"--tls.ca-file={ClientFolder}/ca.crt"),
        new("add", "/spec/template/spec/containers/0/args/-", $"--tls.cert-file={ClientFolder}/tls.crt"),
        new("add", "/spec/template/spec/containers/0/args/-", $"--tls.key-file={ClientFolder}/tls.key"),
        .. Mount("kafka-tls", new Volume("kafka-tls") { Secret = new(ClientSecret, ReadableByGroup) }, ClientFolder),
    ];

    /// <summary>0440.</summary>
    private const int ReadableByGroup = 0b100_100_000;

    private static IEnumerable<PatchOperation> Mount(string name, Volume volume, string folder) =>
    [
        new("add", "/spec/template/spec/volumes/-", volume),
        new("add", "/spec/template/spec/containers/0/volumeMounts/-", new VolumeMount(name, folder) { ReadOnly = true }),
    ];
}
