using System.Net;
using Erp.Web.Hosting;
using Erp.Web.Services;
using Erp.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Erp.Web.Live;

/// <summary>The notifications' socket of the person who is signed in: <c>/live?after=</c>, forwarded to
/// notification-service with their token, which the browser never sees.</summary>
internal static class LiveEndpoint
{
    private const string Service = "http://notification-service";

    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpForwarderWithServiceDiscovery();
        builder.Services.AddSingleton<LiveConnection>();
    }

    public static void MapLive(this WebApplication app) =>
        app.MapGet("/live", ForwardAsync).RequireAuthorization().DisableHttpMetrics();

    private static async Task ForwardAsync(
        HttpContext context, IHttpForwarder forwarder, LiveConnection connection, IOptions<WebOptions> web,
        IHostApplicationLifetime lifetime)
    {
        // Sockets know no same-origin rule: another site's page could open one with this person's cookie.
        if (context.Request.Headers.Origin != web.Value.Origin)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var token = await context.GetTokenAsync(SessionTokens.Bearer);
        // When this replica stops the browser opens another socket, at another replica; and so it does when nobody
        // says that this one is open.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        ended.CancelAfter(PageTime.Most);
        await forwarder.SendAsync(
            context, Service, connection.Client, connection.Config,
            new Signed(token, opened: () => ended.CancelAfter(Timeout.InfiniteTimeSpan)), ended.Token);
    }

    private sealed class Signed(string? token, Action opened) : HttpTransformer
    {
        public override ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            opened();
            return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix,
            CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(
                destinationPrefix, "/ws/notifications", httpContext.Request.QueryString);
            proxyRequest.Headers.Remove(HeaderNames.Cookie);
            proxyRequest.Headers.Host = null;
            proxyRequest.Headers.Authorization = new("Bearer", token);
        }
    }
}

/// <summary>How sockets are forwarded: one client for all of them. The service pings every 20 s; one that is silent for
/// much longer is dead, and the browser opens another.</summary>
internal sealed class LiveConnection(IForwarderHttpClientFactory factory) : IDisposable
{
    public HttpMessageInvoker Client { get; } = factory.CreateClient(new()
    {
        NewConfig = new(), NewMetadata = new Dictionary<string, string>(),
    });

    public ForwarderRequestConfig Config { get; } = new()
    {
        ActivityTimeout = TimeSpan.FromMinutes(2), Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public void Dispose() => Client.Dispose();
}
