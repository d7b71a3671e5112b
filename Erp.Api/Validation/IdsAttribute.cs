using System.ComponentModel.DataAnnotations;

namespace Erp.Api.Validation;

/// <summary>A list of ids, each a positive 64-bit integer.</summary>
public sealed class IdsAttribute() : ValidationAttribute("must be positive whole numbers.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not IEnumerable<long> ids || ids.All(id => id > 0);
}
