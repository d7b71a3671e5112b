using System.Globalization;
using System.Security.Claims;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.CookiePolicy;
using Role = Erp.ServiceDefaults.Auth.Role;

namespace Erp.Web.SignIn;

/// <summary>Sessions: a cookie with a number, and a ticket in Redis under it.</summary>
internal static class Sessions
{
    /// <summary>Item of a session's ticket: its own number.</summary>
    public const string Key = "erp.session";

    /// <summary>How long a session lives that nobody uses.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(8);

    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<RedisTickets>();
        services.AddScoped<SessionEvents>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<RedisTickets>((cookie, tickets) =>
            {
                cookie.SessionStore = tickets;
                cookie.EventsType = typeof(SessionEvents);
                cookie.ExpireTimeSpan = Length;
                cookie.SlidingExpiration = true;
                cookie.Cookie.Name = "__Host-erp";
                cookie.Cookie.Path = "/";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            });
        // Browsers take a secure cookie from this machine without TLS; what makes cookies here asks for TLS otherwise.
        services.Configure<CookiePolicyOptions>(cookies => (cookies.Secure, cookies.HttpOnly) =
            (CookieSecurePolicy.Always, HttpOnlyPolicy.Always));
    }

    /// <summary>The session of somebody, with what the menu needs to know of them.</summary>
    public static ClaimsPrincipal Principal(long employeeId, Role role) =>
        new(new ClaimsIdentity(
            [
                new(ErpClaims.EmployeeId, employeeId.ToString(CultureInfo.InvariantCulture)),
                new(ErpClaims.Role, role.ToString().ToUpperInvariant()),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme, ErpClaims.EmployeeId, ErpClaims.Role));
}
