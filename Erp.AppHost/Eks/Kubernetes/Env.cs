namespace Erp.AppHost.Eks.Kubernetes;

/// <summary>A variable of a container: a text (which may expand others as <c>$(NAME)</c>) or where its value comes
/// from.</summary>
internal sealed record EnvVar(string Name, string? Value = null, EnvVarSource? ValueFrom = null)
{
    public static EnvVar FromConfig(string name, string configMap, string key) =>
        new(name, ValueFrom: new() { ConfigMapKeyRef = new(configMap, key) });

    public static EnvVar FromSecret(string name, string secret, string key) =>
        new(name, ValueFrom: new() { SecretKeyRef = new(secret, key) });
}

internal sealed record EnvVarSource
{
    public KeySelector? ConfigMapKeyRef { get; init; }
    public KeySelector? SecretKeyRef { get; init; }
}

internal sealed record KeySelector(string Name, string Key);
