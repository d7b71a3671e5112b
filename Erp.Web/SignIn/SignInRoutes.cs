using Erp.ServiceDefaults.Auth;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Erp.Web.SignIn;

/// <summary>Where one signs in and out.</summary>
internal static class SignInRoutes
{
    /// <summary>Item of an attempt to sign in: it is the second one, after the authority's keys had changed.</summary>
    public const string SecondAttempt = "erp.again";

    /// <summary>The address where one signs in, and comes back from.</summary>
    public static string PathTo(string back) => $"/sign-in?returnUrl={Uri.EscapeDataString(back)}";

    public static void MapSignIn(this WebApplication app)
    {
        var authority = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.UsesAuthority;
        app.MapGet("/sign-in", (string? returnUrl, bool? again) =>
        {
            var back = PublicAddress.LocalPath(returnUrl);
            var attempt = new AuthenticationProperties { RedirectUri = back };
            if (again == true) attempt.Items[SecondAttempt] = "true";
            return authority
                ? Results.Challenge(attempt, [SignInExtensions.OidcScheme])
                : Results.LocalRedirect($"/sign-in/choose?returnUrl={Uri.EscapeDataString(back)}");
        }).AllowAnonymous().RequireRateLimiting(SignInLimit.Policy);

        app.MapPost("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            if (authority)
                await context.SignOutAsync(SignInExtensions.OidcScheme, new() { RedirectUri = "/signed-out" });
            else context.Response.Redirect("/signed-out");
        }).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }
}
