using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>What cert-manager makes of the published Certificates, as files, and where containers find them.</summary>
internal sealed class MountedCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly IReadOnlyList<Doc> _objects;
    private readonly TemporaryFolder _folder;

    public MountedCertificates(IReadOnlyList<Doc> objects, TemporaryFolder folder)
    {
        (_objects, _folder) = (objects, folder);
        var request = new CertificateRequest("CN=kafka-ca", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(2));
        foreach (var certificate in objects.Of("Certificate").Where(c => c.Text("spec", "isCA") != "true"))
            Issue(certificate.Text("spec", "secretName")!, certificate.Text("spec", "commonName")!);
    }

    /// <summary>Makes a certificate and its key, as files of a Secret.</summary>
    public void Issue(string secret, string commonName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var addresses = new SubjectAlternativeNameBuilder();
        addresses.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(addresses.Build());
        using var certificate = request.Create(
            _authority, DateTimeOffset.UtcNow.AddMinutes(-4), DateTimeOffset.UtcNow.AddHours(1),
            RandomNumberGenerator.GetBytes(8));
        var (crt, pkcs8) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        Directory.CreateDirectory(Folder(secret));
        File.WriteAllText(Path.Combine(Folder(secret), "ca.crt"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder(secret), "tls.crt"), crt);
        File.WriteAllText(Path.Combine(Folder(secret), "tls.key"), pkcs8);
        File.WriteAllText(Path.Combine(Folder(secret), "tls-combined.pem"), $"{pkcs8}\n{crt}");
        var properties = _objects.One("ConfigMap", "kafka-client-properties").Text("data", "client.properties")!;
        File.WriteAllText(
            Path.Combine(Folder(secret), "client.properties"),
            properties.Replace("/etc/kafka-tls", Folder(secret), StringComparison.Ordinal));
    }

    /// <summary>The path on this machine of one in the container.</summary>
    public string InContainer(Doc pod, Doc container, string value)
    {
        const string keys = "/etc/kafka-tls", client = "/etc/kafka-client";
        var mount = container.List("volumeMounts").Single(m => m.Text("mountPath") == keys).Text("name");
        var secret = pod.List("volumes").Single(v => v.Text("name") == mount).Text("secret", "secretName")!;
        return value.Replace(keys, Folder(secret), StringComparison.Ordinal)
            .Replace(client, Folder(secret), StringComparison.Ordinal);
    }

    public string Folder(string secret) => _folder.File($"secret-{secret}");

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }
}
