using System.Diagnostics;
using Erp.ServiceDefaults.Auth;
using OpenTelemetry;

namespace Erp.ServiceDefaults.Telemetry;

/// <summary>Takes out of spans what a socket's address carries: its token.</summary>
internal sealed class TokenRedaction : BaseProcessor<Activity>
{
    private static readonly string[] Tags = ["url.query", "url.full", "http.url", "http.target"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Tags)
            if (data.GetTagItem(tag) is string text && text.Contains(BearerToken.QueryParameter, StringComparison.OrdinalIgnoreCase))
                data.SetTag(tag, null);
    }
}
