namespace Erp.ServiceDefaults.Http;

/// <summary>Where another service is; one named instance per service.</summary>
internal sealed class ServiceAddress
{
    public string Value { get; set; } = "";

    public Uri Uri => new(Value, UriKind.Absolute);

    public bool IsValid =>
        Uri.TryCreate(Value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    public static string KeyOf(string service) => $"services:{service}:http:0";
}
