using System.Text;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Auth;

/// <summary>Section <c>Auth</c>: whose tokens are believed.</summary>
public sealed class AuthOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Auth";

    /// <summary>Shortest key for HS256, in bytes.</summary>
    public const int MinimumKeyBytes = 32;

    /// <summary>OIDC issuer whose tokens employees carry (Amazon Cognito in the cloud). Empty: tokens signed with
    /// <see cref="SigningKey"/>.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Audience of employees' tokens; for Cognito the app client's id.</summary>
    public string Audience { get; set; } = "erp";

    /// <summary>Key of local tokens, at least 32 bytes. The AppHost makes and keeps it.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>Key of the tokens that services make for each other, at least 32 bytes; <see cref="SigningKey"/> when
    /// empty.</summary>
    public string ServiceKey { get; set; } = "";

    /// <summary>Employees' tokens come from an OIDC authority.</summary>
    public bool UsesAuthority => Authority.Length > 0;

    internal byte[] UserKeyBytes => Encoding.UTF8.GetBytes(SigningKey);

    internal byte[] ServiceKeyBytes => Encoding.UTF8.GetBytes(ServiceKey.Length > 0 ? ServiceKey : SigningKey);
}

/// <summary>Every error names the key that has to be set.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var errors = new List<string>();
        if (options.UsesAuthority)
        {
            if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority))
                errors.Add("Auth:Authority must be an absolute URL.");
            else if (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback)
                errors.Add("Auth:Authority must be an https URL.");
            if (options.ServiceKeyBytes.Length < AuthOptions.MinimumKeyBytes)
                errors.Add(
                    $"Auth:ServiceKey must have at least {AuthOptions.MinimumKeyBytes} bytes: services sign their "
                        + "own tokens with it.");
        }
        else if (options.UserKeyBytes.Length < AuthOptions.MinimumKeyBytes)
        {
            errors.Add(
                $"Auth:SigningKey must have at least {AuthOptions.MinimumKeyBytes} bytes, or Auth:Authority must "
                    + "name an OIDC issuer.");
        }
        if (options.ServiceKey.Length > 0 && options.ServiceKeyBytes.Length < AuthOptions.MinimumKeyBytes)
            errors.Add($"Auth:ServiceKey must have at least {AuthOptions.MinimumKeyBytes} bytes.");
        if (string.IsNullOrWhiteSpace(options.Audience)) errors.Add("Auth:Audience must not be empty.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Distinct());
    }
}
