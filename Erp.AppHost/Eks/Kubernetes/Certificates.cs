namespace Erp.AppHost.Eks.Kubernetes;

internal sealed record Issuer() : KubernetesObject("cert-manager.io/v1", "Issuer")
{
    public required IssuerSpec Spec { get; init; }
}

internal sealed record IssuerSpec
{
    /// <summary>Signs the authority's own certificate only.</summary>
    public SelfSignedIssuer? SelfSigned { get; init; }

    public CaIssuer? Ca { get; init; }
}

internal sealed record SelfSignedIssuer;

internal sealed record CaIssuer(string SecretName);

internal sealed record Certificate() : KubernetesObject("cert-manager.io/v1", "Certificate")
{
    public required CertificateSpec Spec { get; init; }
}

internal sealed record CertificateSpec
{
    public required string SecretName { get; init; }
    public required string CommonName { get; init; }
    public bool? IsCA { get; init; }
    public required string Duration { get; init; }
    public required string RenewBefore { get; init; }
    public IReadOnlyList<string>? DnsNames { get; init; }
    public IReadOnlyList<string>? Usages { get; init; }
    public required CertificateKey PrivateKey { get; init; }

    /// <summary>Kafka reads key and chain from one file.</summary>
    public IReadOnlyList<CertificateFormat>? AdditionalOutputFormats { get; init; }

    public required IssuerReference IssuerRef { get; init; }
}

internal sealed record CertificateKey
{
    public string Algorithm { get; init; } = "ECDSA";
    public int Size { get; init; } = 256;
    public string Encoding { get; init; } = "PKCS8";
    public string RotationPolicy { get; init; } = "Always";
}

internal sealed record CertificateFormat(string Type);

internal sealed record IssuerReference(string Name, string Kind);
