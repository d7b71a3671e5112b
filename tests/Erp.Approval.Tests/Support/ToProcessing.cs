using System.Collections.Concurrent;

namespace Erp.Approval.Tests.Support;

/// <summary>The way to approval-processing: to a replica that runs, and to nobody when none does.</summary>
internal sealed class ToProcessing(
    ConcurrentDictionary<string, ServiceFactory<Program>> services, Func<string, Task> called) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var name = services.Keys.Where(n => n.StartsWith("processing", StringComparison.Ordinal)).Order()
            .FirstOrDefault() ?? throw new HttpRequestException("Connection refused");
        using var replica = new HttpMessageInvoker(services[name].Server.CreateHandler());
        var answer = await replica.SendAsync(request, cancellationToken);
        await called(request.RequestUri!.AbsolutePath);
        return answer;
    }
}
