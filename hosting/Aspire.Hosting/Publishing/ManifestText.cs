using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>Values of arguments and environment variables as a manifest has them: always text.</summary>
internal static class ManifestText
{
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        IManifestExpressionProvider provider => provider.ValueExpression,
        IResourceBuilder<IResource> { Resource: IManifestExpressionProvider provider } => provider.ValueExpression,
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
