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
        builder.AddValidatedOptions<AuthOptions>(AuthOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
    }
}
