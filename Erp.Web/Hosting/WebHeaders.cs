using Erp.Web.SignIn;

namespace Erp.Web.Hosting;

/// <summary>Headers that keep a browser from doing more with a page than it should: nothing from elsewhere, no inline
/// script or style, no frame around it.</summary>
internal static class WebHeaders
{
    // What may be the target of a form comes last: signing in and out ends at the authority.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; frame-ancestors 'none'; "
        + "form-action 'self'";

    public static void UseWebHeaders(this WebApplication app)
    {
        var authority = app.Services.GetService<AuthorityOrigins>();
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers.ContentSecurityPolicy = $"{Policy} {authority?.Value}".TrimEnd();
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return next(context);
        });
    }
}
