using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Erp.Web.Forms;

internal static class FormExtensions
{
    // The longest text of all fields has 10,000 characters, of up to nine bytes each as a form writes them.
    private const int MostBytes = 256 * 1024;

    public static void AddForms(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<KeptForms>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "__Host-erp-form";
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.SuppressXFrameOptionsHeader = true; // said for every answer
        });
        services.Configure<FormOptions>(form => form.ValueCountLimit = 512);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
        });
    }

    /// <summary>This form was sent. Its page shows it then also when there is nothing to do any more, so that whoever
    /// sent it twice hears what became of it.</summary>
    public static bool IsSent(this HttpContext context, string form) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
        && context.Request.Form["_handler"] == form;

    /// <summary>A form whose token does not fit any more (somebody signed in or out in another tab, or the keys are
    /// lost) is shown once more instead of being refused, when a page of ours sent it.</summary>
    public static void UseKeptForms(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            // Until here nobody may read such a form.
            context.Features.Set<IAntiforgeryValidationFeature>(null);
            var kept = await context.RequestServices.GetRequiredService<KeptForms>().KeepAsync(context.Request);
            if (kept is not null)
            {
                context.Response.StatusCode = StatusCodes.Status303SeeOther;
                context.Response.Headers.Location = kept;
                return;
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        await next(context);
        ShowInsteadOfGoneForm(context);
    });

    // The page has no such form any more: somebody was faster, perhaps the same person by a second click. What is there
    // now tells them; the framework's own answer is an empty one.
    private static void ShowInsteadOfGoneForm(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode != StatusCodes.Status400BadRequest
            || response.ContentType?.StartsWith("text/plain", StringComparison.Ordinal) != true
            || !HttpMethods.IsPost(context.Request.Method)) return;
        response.ContentType = null;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = $"{context.Request.Path}{context.Request.QueryString}";
    }
}
