namespace Erp.Api.Validation;

/// <summary>One line of text: without control characters.</summary>
public class LineAttribute(int max) : TextAttribute(max)
{
    /// <inheritdoc/>
    protected override string? RefusalOf(string text) =>
        base.RefusalOf(text) ?? (text.Any(char.IsControl) ? "must be one line without control characters." : null);
}
