using System.Text.Json;

namespace Erp.ServiceDefaults.Http;

/// <summary>A JSON value that a converter of ours refuses; the reader adds where it stands.</summary>
/// <param name="code">What the sender gets, of <see cref="Errors.ErrorCodes"/>.</param>
/// <param name="message">What the value must be; without a full stop.</param>
internal sealed class RefusedValueException(string code, string message, Exception? inner = null)
    : JsonException(message, inner)
{
    public string Code { get; } = code;
}
