using Erp.Api.Errors;
using Erp.ServiceDefaults.Errors;
using Erp.Web.Forms;
using Erp.Web.Services;
using Erp.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Erp.Web.Pages.Errors;

/// <summary>What people see when something goes wrong: a page that says what to do. It needs no service and no
/// session.</summary>
internal static class ErrorPages
{
    /// <summary>After an exception.</summary>
    public static async Task HandleAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        var problem = ProblemOf(context, error);
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            await SignInAgainAsync(context);
            return;
        }
        await ShowAsync(context, problem, await RetryAsync(context, problem));
    }

    /// <summary>After an answer that has nothing but its status.</summary>
    public static Task WriteAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return ShowAsync(context.HttpContext, new(status, ErrorCodes.ForStatus(status), "", Problem.NoErrors), null);
    }

    private static Problem ProblemOf(HttpContext context, Exception error) => error switch
    {
        ProblemException p => Problem.From(p),
        BadHttpRequestException bad => new(
            bad.StatusCode, ErrorCodes.ForStatus(bad.StatusCode), "", Problem.NoErrors),
        // What came is no form: too many fields, or characters that no text has.
        InvalidDataException => new(400, ErrorCodes.ForStatus(400), "", Problem.NoErrors),
        _ when context.RequestServices.GetRequiredService<TransientFaults>().IsTransient(error) =>
            new(503, ErrorCodes.Unavailable, "", Problem.NoErrors),
        _ => new(500, ErrorCodes.Internal, "", Problem.NoErrors),
    };

    // The services do not believe this session any more: its person has left, or the key is another one.
    private static async Task SignInAgainAsync(HttpContext context)
    {
        var kept = await context.RequestServices.GetRequiredService<KeptForms>().KeepAsync(context.Request);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location =
            SignInRoutes.PathTo(kept ?? $"{context.Request.Path}{context.Request.QueryString}");
    }

    // What was typed goes into the page, with the token that it came with: it can be sent again as it is.
    private static async Task<KeptForm?> RetryAsync(HttpContext context, Problem problem)
    {
        if (problem.Status != StatusCodes.Status503ServiceUnavailable) return null;
        var form = await context.RequestServices.GetRequiredService<KeptForms>().ReadAsync(context.Request);
        if (form is null) return null;
        var name = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.FormFieldName;
        return form with { Fields = [.. form.Fields, new(name, context.Request.Form[name].ToString())] };
    }

    private static async Task ShowAsync(HttpContext context, Problem problem, KeptForm? retry)
    {
        // A page that broke has used up what renders a page in this request, and may have said that it is one.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        var before = context.RequestServices;
        await using var scope = before.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        var page = new RazorComponentResult<ErrorDocument>(new { Problem = problem, Retry = retry })
        {
            StatusCode = problem.Status,
        };
        await page.ExecuteAsync(context);
        context.RequestServices = before;
    }
}
