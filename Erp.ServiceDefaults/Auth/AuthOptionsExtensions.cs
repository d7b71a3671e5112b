using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Registers whose tokens are believed.</summary>
public static class AuthOptionsExtensions
{
    /// <summary>Binds <see cref="AuthOptions"/> and checks them on start.</summary>
    public static void AddAuthOptions(this WebApplicationBuilder builder)
    {
        // Who comes with a token of an authority's new key waits until that is fetched, as it was before
        // Microsoft.IdentityModel 8; otherwise it is fetched in the background, and everybody is refused until then.
        AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);
        builder.AddValidatedOptions<AuthOptions>(AuthOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
    }
}
