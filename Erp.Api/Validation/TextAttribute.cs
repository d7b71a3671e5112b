using System.ComponentModel.DataAnnotations;

namespace Erp.Api.Validation;

/// <summary>Text that says something, of at most so many characters; null is for the type to allow. Characters are
/// counted as databases and JSON Schema do: by code points, not by UTF-16 units.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class TextAttribute : StringLengthAttribute
{
    public TextAttribute(int max) : base(max) => MinimumLength = 1;

    /// <summary>The text may be blank or empty.</summary>
    public bool MayBeBlank
    {
        get => MinimumLength == 0;
        set => MinimumLength = value ? 0 : 1;
    }

    /// <inheritdoc/>
    public sealed override bool IsValid(object? value) => value is not string text || RefusalOf(text) is null;

    /// <inheritdoc/>
    protected sealed override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string text && RefusalOf(text) is { } refusal ? new(refusal) : ValidationResult.Success;

    /// <summary>What is wrong with the text; null when nothing is.</summary>
    protected virtual string? RefusalOf(string text)
    {
        if (!MayBeBlank && string.IsNullOrWhiteSpace(text)) return "must not be empty.";
        return text.Length - text.Count(char.IsLowSurrogate) > MaximumLength
            ? $"must have at most {MaximumLength} characters."
            : null;
    }
}
