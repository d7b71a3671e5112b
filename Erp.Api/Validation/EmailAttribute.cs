namespace Erp.Api.Validation;

/// <summary>An e-mail address: one at sign inside, no blanks. Whether it is somebody's, only a letter tells.</summary>
public sealed class EmailAttribute() : LineAttribute(254)
{
    /// <inheritdoc/>
    protected override string? RefusalOf(string text)
    {
        var address = text.Trim();
        return base.RefusalOf(text) ?? (
            address.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !address.Any(char.IsWhiteSpace)
                ? null
                : "must be an e-mail address.");
    }
}
