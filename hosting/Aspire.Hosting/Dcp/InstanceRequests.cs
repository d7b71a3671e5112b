using Aspire.Hosting.Dcp.Api;

namespace Aspire.Hosting.Dcp;

/// <summary>Requests about an instance, whichever of DCP's two kinds it is.</summary>
internal static class InstanceRequests
{
    public static Task<bool> StopAsync(this DcpClient client, DcpInstance instance, CancellationToken cancellationToken) =>
        instance.IsContainer
            ? client.StopAsync<DcpContainer>(instance.Name, cancellationToken)
            : client.StopAsync<DcpExecutable>(instance.Name, cancellationToken);

    public static Task<bool> DeleteAsync(this DcpClient client, DcpInstance instance, CancellationToken cancellationToken) =>
        instance.IsContainer
            ? client.DeleteAsync<DcpContainer>(instance.Name, cancellationToken)
            : client.DeleteAsync<DcpExecutable>(instance.Name, cancellationToken);

    public static Task<Stream> OpenLogAsync(this DcpClient client, DcpInstance instance, string source, bool follow, CancellationToken cancellationToken) =>
        instance.IsContainer
            ? client.OpenLogAsync<DcpContainer>(instance.Name, source, follow, cancellationToken)
            : client.OpenLogAsync<DcpExecutable>(instance.Name, source, follow, cancellationToken);

    /// <summary>All lines of a log so far.</summary>
    public static async Task<List<string>> ReadLogAsync(this DcpClient client, DcpInstance instance, string source, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await client.OpenLogAsync(instance, source, follow: false, cancellationToken).ConfigureAwait(false));
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            lines.Add(line);
        return lines;
    }
}
