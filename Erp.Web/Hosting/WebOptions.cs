using System.ComponentModel.DataAnnotations;

namespace Erp.Web.Hosting;

/// <summary>Section <c>Web</c>.</summary>
internal sealed class WebOptions : IValidatableObject
{
    public const string Section = "Web";

    /// <summary>Where people open this application: scheme, host and port, nothing else. Every address that it makes
    /// comes from here, whatever a request's headers say.</summary>
    [Required]
    public Uri PublicUrl { get; set; } = null!;

    /// <summary>Of the app client at the OIDC authority; empty for a public client, which PKCE protects.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>What is asked for at the OIDC authority, with spaces between.</summary>
    [Required]
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>How often a minute one address may try to sign in. Behind a load balancer that hides the addresses of
    /// people it is that of all of them together.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 300;

    /// <summary>The public address as browsers write it in <c>Origin</c>.</summary>
    public string Origin => PublicUrl.GetLeftPart(UriPartial.Authority);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!PublicUrl.IsAbsoluteUri || PublicUrl.Scheme is not ("http" or "https") || PublicUrl.PathAndQuery != "/")
            yield return new("must be a scheme and a host, such as https://erp.example.com", [nameof(PublicUrl)]);
        else if (PublicUrl.Scheme == "http" && !PublicUrl.IsLoopback)
            yield return new("must be https: browsers keep the session's cookie on no other.", [nameof(PublicUrl)]);
    }
}
