using Erp.ServiceDefaults.Auth;
using Erp.Web.Forms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Erp.Web.SignIn;

/// <summary>What happens to a session on its way: its token is renewed before it runs out, and where there is none any
/// more, what somebody typed is kept until they have signed in again.</summary>
internal sealed class SessionEvents(
    ITokenRenewal renewal, KeptForms kept, TimeProvider time, ILogger<SessionEvents> logger)
    : CookieAuthenticationEvents
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(2);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (SessionTokens.Of(context.Properties) is not { } tokens
            || Caller.From(context.Principal!).EmployeeId is null)
        {
            context.RejectPrincipal();
            return;
        }
        var now = time.GetUtcNow();
        if (now + Early < tokens.ExpiresAt) return;
        try
        {
            var next = await renewal.RenewAsync(context.Principal!, tokens, context.HttpContext.RequestAborted)
                ?? await FromElsewhereAsync(context, tokens);
            if (next is null)
            {
                context.RejectPrincipal();
                return;
            }
            next.Store(context.Properties);
            context.ShouldRenew = true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException
            && now < tokens.ExpiresAt)
        {
            logger.LogWarning("A token that still holds is not renewed yet: {Reason}", e.Message);
        }
    }

    // Two requests at once: the other one was faster, and its refresh token is good only once.
    private static async Task<SessionTokens?> FromElsewhereAsync(
        CookieValidatePrincipalContext context, SessionTokens tokens)
    {
        var id = context.Properties.GetString(Sessions.Key);
        if (id is null || context.Options.SessionStore is not { } store) return null;
        var stored = await store.RetrieveAsync(id, context.HttpContext.RequestAborted);
        return stored is not null && SessionTokens.Of(stored.Properties) is { } newer && newer.Token != tokens.Token
            ? newer
            : null;
    }

    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        // Scripts want to know, not to be shown a page.
        if (request.Path.StartsWithSegments("/live"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var back = await kept.KeepAsync(request) ?? $"{request.Path}{request.QueryString}";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = SignInRoutes.PathTo(back);
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
