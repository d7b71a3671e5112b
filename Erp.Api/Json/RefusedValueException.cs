using System.Text.Json;

namespace Erp.Api.Json;

/// <summary>A JSON value that a converter of ours refuses; the reader adds where it stands.</summary>
/// <param name="code">What the sender gets, <see cref="WrongType"/> or <see cref="InvalidText"/>.</param>
/// <param name="message">What the value must be; without a full stop.</param>
public sealed class RefusedValueException(string code, string message, Exception? inner = null)
    : JsonException(message, inner)
{
    /// <summary>It has the wrong type or is out of its type's range.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>It is text with characters that are not accepted.</summary>
    public const string InvalidText = "invalid_text";

    /// <summary>What the sender gets.</summary>
    public string Code { get; } = code;
}
