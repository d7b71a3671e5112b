using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Erp.Web.SignIn;

/// <summary>Where a form may end beside this application: at the pages of the authority where one signs in and out,
/// which at Amazon Cognito have another host than its tokens' issuer.</summary>
internal sealed class AuthorityOrigins(
    IOptionsMonitor<OpenIdConnectOptions> oidc, TransientFaults faults, ILogger<AuthorityOrigins> logger)
    : RecurringWork("The authority does not say where one signs in", TimeSpan.FromSeconds(5), faults, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Origins with spaces between them; none until the authority has said.</summary>
    public string Value { get; private set; } = "";

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        var authority = await oidc.Get(SignInExtensions.OidcScheme)
            .ConfigurationManager!.GetConfigurationAsync(stoppingToken);
        Value = string.Join(' ', new[] { authority.AuthorizationEndpoint, authority.EndSessionEndpoint }
            .Where(endpoint => !string.IsNullOrEmpty(endpoint))
            .Select(endpoint => new Uri(endpoint).GetLeftPart(UriPartial.Authority)).Distinct());
        return Interval;
    }
}
