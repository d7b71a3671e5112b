namespace Aspire.Hosting.ApplicationModel;

/// <summary>A URL of this machine; a container sees it under the name by which it reaches its host.</summary>
/// <param name="Url">The URL as this machine sees it.</param>
public record class HostUrl(string Url) : IExpressionValue
{
    string IManifestExpressionProvider.ValueExpression => Url;

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => new(Url);

    ValueTask<string?> IValueProvider.GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken) =>
        context.EffectiveNetwork == KnownNetworkIdentifiers.LocalhostNetwork || !Uri.TryCreate(Url, UriKind.Absolute, out var uri) || !uri.IsLoopback
            ? new(Url)
            : new(new UriBuilder(uri) { Host = KnownHostNames.DefaultContainerTunnelHostName }.Uri.ToString());
}
