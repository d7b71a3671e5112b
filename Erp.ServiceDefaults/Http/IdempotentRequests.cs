namespace Erp.ServiceDefaults.Http;

/// <summary>Which requests may be sent again.</summary>
public static class IdempotentRequests
{
    private static readonly HttpRequestOptionsKey<bool> Idempotent = new("erp.idempotent");

    /// <summary>This request may be sent again although its method does not say so: the receiver recognises
    /// it.</summary>
    public static HttpRequestMessage AsIdempotent(this HttpRequestMessage request)
    {
        request.Options.Set(Idempotent, true);
        return request;
    }

    /// <summary>Idempotent by its method (RFC 9110, 9.2.2), or by what its sender says.</summary>
    internal static bool MayBeSentAgain(this HttpRequestMessage request) =>
        request.Method.Method is "GET" or "HEAD" or "PUT" or "DELETE" or "OPTIONS"
        || (request.Options.TryGetValue(Idempotent, out var idempotent) && idempotent);
}
