using System.ComponentModel.DataAnnotations;

namespace Erp.Api.Validation;

/// <summary>An id: a positive 64-bit integer.</summary>
public sealed class IdAttribute : RangeAttribute
{
    public IdAttribute() : base(typeof(long), "1", "9223372036854775807") =>
        ErrorMessage = "must be a positive whole number.";
}
