using Microsoft.Extensions.Options;

namespace Erp.Web.Hosting;

/// <summary>The address at which people open the application.</summary>
internal static class PublicAddress
{
    /// <summary>Every request came to the public address: what its headers say of host and scheme is anybody's
    /// word.</summary>
    public static void UsePublicAddress(this WebApplication app)
    {
        var url = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.PublicUrl;
        var host = new HostString(url.Authority);
        app.Use((context, next) =>
        {
            (context.Request.Scheme, context.Request.Host) = (url.Scheme, host);
            return next(context);
        });
    }

    /// <summary>Whether a page of this application sent it, as far as the browser says.</summary>
    public static bool IsFromOurPages(this HttpRequest request)
    {
        var origin = request.HttpContext.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.Origin;
        return request.Headers["Sec-Fetch-Site"] is { Count: 1 } site
            ? site == "same-origin"
            : request.Headers.Origin == origin;
    }

    /// <summary>A path of this application, for going there: never another host's address.</summary>
    public static string LocalPath(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl) ? path : "/";
}
