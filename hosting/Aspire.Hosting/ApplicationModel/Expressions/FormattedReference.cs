namespace Aspire.Hosting.ApplicationModel;

/// <summary>The place-holder of a value that stands in a format: <c>{password-uri-encoded.value}</c>, an annotated string of the manifest.</summary>
internal static class FormattedReference
{
    /// <summary>
    /// A generated value without special characters is its own encoding, so it keeps its plain place-holder: tools that
    /// read the manifest, Aspirate among them, need not know annotated strings then.
    /// </summary>
    public static string Expression(IManifestExpressionProvider provider, string? format) =>
        format is "uri" && NeedsEncoding(provider) ? $"{{{EncodedName(provider)}.value}}" : provider.ValueExpression;

    public static bool NeedsEncoding(IManifestExpressionProvider provider) =>
        provider is not ParameterResource { Default: GenerateParameterDefault { Special: false } };

    public static string EncodedName(IManifestExpressionProvider provider) =>
        $"{(provider is IResource resource ? resource.Name : provider.ValueExpression.Trim('{', '}').Replace('.', '-'))}-uri-encoded";
}
