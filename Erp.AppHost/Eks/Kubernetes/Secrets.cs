namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record SecretStore() : KubernetesObject("external-secrets.io/v1", "SecretStore")
{
    public required SecretStoreSpec Spec { get; init; }
}

internal sealed record SecretStoreSpec(SecretStoreProvider Provider);

internal sealed record SecretStoreProvider(AwsProvider Aws);

internal sealed record AwsProvider(string Service, string Region, AwsAuth Auth);

internal sealed record AwsAuth(AwsJwtAuth Jwt);

internal sealed record AwsJwtAuth(ServiceAccountReference ServiceAccountRef);

internal sealed record ServiceAccountReference(string Name);

internal sealed record ExternalSecret() : KubernetesObject("external-secrets.io/v1", "ExternalSecret")
{
    public required ExternalSecretSpec Spec { get; init; }
}

internal sealed record ExternalSecretSpec
{
    public required string RefreshInterval { get; init; }
    public required SecretStoreReference SecretStoreRef { get; init; }
    public required ExternalSecretTarget Target { get; init; }
    public required IReadOnlyList<ExternalSecretData> Data { get; init; }
}

internal sealed record SecretStoreReference(string Name, string Kind);

internal sealed record ExternalSecretTarget(string Name, string CreationPolicy);

internal sealed record ExternalSecretData(string SecretKey, RemoteReference RemoteRef);

internal sealed record RemoteReference(string Key, string Property);
