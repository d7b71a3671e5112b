using System.ComponentModel.DataAnnotations;

namespace Erp.Api.Validation;

/// <summary>A date or a time of these years: what lies outside is a slip of the pen.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class YearsAttribute(int from, int to) : ValidationAttribute($"must be from {from} to {to}.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value switch
    {
        DateOnly day => day.Year >= from && day.Year <= to,
        DateTimeOffset time => time.UtcDateTime.Year >= from && time.UtcDateTime.Year <= to,
        _ => true,
    };
}
