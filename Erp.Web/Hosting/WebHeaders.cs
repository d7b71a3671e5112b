using Erp.ServiceDefaults.Auth;
using Microsoft.Extensions.Options;

namespace Erp.Web.Hosting;

/// <summary>Headers that keep a browser from doing more with a page than it should: nothing from elsewhere, no inline
/// script or style, no frame around it.</summary>
internal static class WebHeaders
{
    public static void UseWebHeaders(this WebApplication app)
    {
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        // Signing out is a form, which ends at the authority.
        var authority = auth.UsesAuthority ? $" {new Uri(auth.Authority).GetLeftPart(UriPartial.Authority)}" : "";
        var policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; "
            + $"form-action 'self'{authority}; frame-ancestors 'none'";
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = policy;
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return next(context);
        });
    }
}
