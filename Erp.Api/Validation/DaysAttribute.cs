using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Erp.Api.Validation;

/// <summary>Days of leave, which come in halves.</summary>
public sealed class DaysAttribute : RangeAttribute
{
    /// <summary>The smallest part of a day.</summary>
    public const decimal Step = 0.5m;

    public DaysAttribute(double min, double max)
        : base(typeof(decimal), min.ToString(CultureInfo.InvariantCulture), max.ToString(CultureInfo.InvariantCulture))
    {
        ParseLimitsInInvariantCulture = true;
        ErrorMessage = "must be from {1} to {2}, a multiple of 0.5.";
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        base.IsValid(value) && (value is not decimal days || days % Step == 0);
}
