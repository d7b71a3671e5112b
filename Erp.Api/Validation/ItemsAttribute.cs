using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Erp.Api.Validation;

/// <summary>A list of so many items, none of them null: the JSON reader does not look into lists.</summary>
public sealed class ItemsAttribute : LengthAttribute
{
    public ItemsAttribute(int min, int max) : base(min, max) =>
        ErrorMessage = "must have {1} to {2} items, none of them null.";

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        base.IsValid(value) && (value is not IEnumerable items || items.Cast<object?>().All(item => item is not null));
}
