using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Erp.Messaging.Tests;

/// <summary>An authority with a certificate for a broker and one for a client, as PEM files in a folder of their
/// own.</summary>
internal static class Certificates
{
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using var key = RSA.Create(2048);
        var request = Request("CN=authority", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(2));
        File.WriteAllText(Path.Combine(folder, "ca.crt"), authority.ExportCertificatePem());
        foreach (var name in new[] { "broker", "client" })
        {
            using var own = RSA.Create(2048);
            var signing = Request($"CN={name}", own);
            var addresses = new SubjectAlternativeNameBuilder();
            addresses.AddIpAddress(IPAddress.Loopback);
            signing.CertificateExtensions.Add(addresses.Build());
            using var certificate = signing.Create(
                authority, DateTimeOffset.UtcNow.AddMinutes(-4), DateTimeOffset.UtcNow.AddHours(1),
                RandomNumberGenerator.GetBytes(8));
            File.WriteAllText(Path.Combine(folder, name + ".crt"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(folder, name + ".key"), own.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(
                Path.Combine(folder, name + ".pem"),
                own.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        }
    }

    private static CertificateRequest Request(string name, RSA key) =>
        new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
