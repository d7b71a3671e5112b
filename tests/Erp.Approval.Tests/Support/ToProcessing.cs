using System.Collections.Concurrent;

namespace Erp.Approval.Tests.Support;

/// <summary>The way to approval-processing: to a replica that runs, and to nobody when none does.</summary>
internal sealed class ToProcessing(ConcurrentDictionary<string, ServiceFactory<Program>> services) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = services.Keys.Where(n => n.StartsWith("processing", StringComparison.Ordinal)).Order()
            .FirstOrDefault() ?? throw new HttpRequestException("Connection refused");
        using var replica = new HttpMessageInvoker(services[name].Server.CreateHandler());
        return await replica.SendAsync(request, cancellationToken);
    }
}
