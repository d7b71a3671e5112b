using System.Text.Unicode;
using Erp.ServiceDefaults.Errors;
using Erp.Web.Forms;
using Erp.Web.Hosting;
using Erp.Web.Languages;
using Erp.Web.Layout;
using Erp.Web.Pages.Errors;
using Erp.Web.Pages.Notifications;
using Erp.Web.Services;
using Microsoft.Extensions.WebEncoders;

namespace Erp.Web.Pages;

/// <summary>All pages: rendered on the server, with no state between two requests.</summary>
internal static class PageExtensions
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // The framework's own scripts are found also when the program runs where the build left it.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents();
        // Names in any script stay readable; what is dangerous in HTML is escaped all the same.
        builder.Services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new(UnicodeRanges.All));
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddSingleton<TransientFaults>();
        builder.Services.AddScoped<SentenceTexts>();
    }

    public static void UsePages(this WebApplication app)
    {
        app.UsePageTime();
        app.UsePublicAddress();
        app.UseWebHeaders();
        app.UseRequestLocalization();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ErrorPages.HandleAsync });
        app.UseStatusCodePages(ErrorPages.WriteAsync);
        app.UseCookiePolicy();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseKeptForms();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapLanguages();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>();
    }
}
