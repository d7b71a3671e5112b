using System.Globalization;
using Erp.ServiceDefaults.Company;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Localization;

namespace Erp.Web.Languages;

/// <summary>English and Korean: what the browser asks for, until somebody chooses.</summary>
internal static class LanguageExtensions
{
    /// <summary>The languages by their codes, each with its own name for itself.</summary>
    public static readonly IReadOnlyDictionary<string, string> All =
        new Dictionary<string, string> { ["en"] = "English", ["ko"] = "한국어" };

    private const string Cookie = "__Host-erp-language";

    public static void AddLanguages(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.AddCompanyCalendar();
        builder.Services.AddScoped<Format>();
        builder.Services.Configure<RequestLocalizationOptions>(languages =>
        {
            var cultures = All.Keys.Select(CultureInfo.GetCultureInfo).ToList();
            languages.DefaultRequestCulture = new(cultures[0]);
            (languages.SupportedCultures, languages.SupportedUICultures) = (cultures, cultures);
            languages.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = Cookie },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    public static void MapLanguages(this WebApplication app) =>
        app.MapGet("/language/{language}", (string language, string? returnUrl, HttpContext context) =>
        {
            if (!All.ContainsKey(language)) return Results.NotFound();
            context.Response.Cookies.Append(
                Cookie, CookieRequestCultureProvider.MakeCookieValue(new(language)),
                new()
                {
                    Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true,
                    MaxAge = TimeSpan.FromDays(365),
                });
            return Results.LocalRedirect(PublicAddress.LocalPath(returnUrl));
        }).AllowAnonymous();
}
