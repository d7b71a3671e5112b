using Erp.Web.SignIn;
using Microsoft.AspNetCore.Authentication;

namespace Erp.Web.Services;

/// <summary>Signs calls to services with the token of the person who is signed in, which never leaves this
/// program.</summary>
internal sealed class CallerTokenHandler(IHttpContextAccessor accessor) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<string> Given = new("erp.token");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Given, out var token)
            || (token = await TokenAsync(accessor.HttpContext)) is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Signs this request with this token instead.</summary>
    public static void Give(HttpRequestMessage request, string token) => request.Options.Set(Given, token);

    private static Task<string?> TokenAsync(HttpContext? context) =>
        context?.User.Identity?.IsAuthenticated == true
            ? context.GetTokenAsync(SessionTokens.Bearer)
            : Task.FromResult<string?>(null);
}
