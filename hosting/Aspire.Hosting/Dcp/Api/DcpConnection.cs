using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Aspire.Hosting.Dcp.Api;

/// <summary>Where a running DCP listens, the token that it wants, and the certificate that it shows.</summary>
internal sealed record DcpConnection(Uri Server, string Token, X509Certificate2 Certificate)
{
    /// <summary>Reads DCP's kubeconfig; null while DCP has not finished writing it.</summary>
    public static DcpConnection? TryRead(string kubeconfig, X509Certificate2 certificate)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(kubeconfig);
        }
        catch (IOException)
        {
            return null;
        }

        var server = ValueOf(lines, "server:");
        var token = ValueOf(lines, "token:");
        return server is null || token is null ? null : new DcpConnection(new Uri(server), token, certificate);
    }

    /// <summary>A client that trusts this one certificate and multiplexes everything over few connections.</summary>
    public HttpClient CreateHttpClient()
    {
        var expected = Certificate.GetCertHashString();
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == expected,
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = Server,
            DefaultRequestVersion = new Version(2, 0),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new("Bearer", Token) },
        };
    }

    private static string? ValueOf(string[] lines, string key)
    {
        foreach (var line in lines)
        {
            var trimmed = line.AsSpan().Trim();
            if (trimmed.StartsWith(key))
                return trimmed[key.Length..].Trim().Trim('"').ToString() is { Length: > 0 } value ? value : null;
        }
        return null;
    }
}
