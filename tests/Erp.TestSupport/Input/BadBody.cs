using System.Net.Http.Headers;
using System.Text;

namespace Erp.TestSupport;

/// <summary>A body that must be refused.</summary>
/// <param name="Name">What is wrong with it.</param>
public sealed record BadBody(string Name, byte[] Body, string? ContentType = "application/json")
{
    /// <summary>From text.</summary>
    public BadBody(
        string name, string body,
        string? contentType = "application/json") : this(name, Encoding.UTF8.GetBytes(body), contentType) { }

    /// <summary>As content of a request.</summary>
    public HttpContent ToContent()
    {
        var content = new ByteArrayContent(Body);
        if (ContentType is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        return content;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
