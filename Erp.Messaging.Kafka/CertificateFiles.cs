using System.Security.Cryptography;

namespace Erp.Messaging.Kafka;

/// <summary>The files of certificates and key that the clients read when they were made.</summary>
internal sealed class CertificateFiles
{
    private readonly string[] _files;
    private string? _seen;

    public CertificateFiles(KafkaOptions options)
    {
        string[] all = [options.SslCaLocation, options.SslCertificateLocation, options.SslKeyLocation];
        _files = [.. all.Where(f => f.Length > 0)];
        _seen = Fingerprint();
    }

    /// <summary>True once after each change. Their content is compared, not their times: Kubernetes renews a mounted
    /// secret by changing a link.</summary>
    public bool Changed()
    {
        if (Fingerprint() is not { } now || now == _seen) return false;
        _seen = now;
        return true;
    }

    // Null while one of them cannot be read.
    private string? Fingerprint()
    {
        try
        {
            return string.Join(' ', _files.Select(f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
