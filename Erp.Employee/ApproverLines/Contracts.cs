using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Employee.ApproverLines;

/// <summary>A line of approvers to be kept.</summary>
/// <param name="ApproverIds">Different people who work here, in the order in which they decide; not oneself.</param>
public sealed record SaveApproverLine([Items(1, 20), Ids] IReadOnlyList<long> ApproverIds) : IValidatableObject
{
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ApproverIds.Distinct().Count() != ApproverIds.Count)
            yield return new("must be different people.", [nameof(ApproverIds)]);
    }
}

/// <summary>A line of approvers that somebody keeps.</summary>
/// <param name="ApproverIds">In the order in which they decide; some may have left by now.</param>
public sealed record ApproverLine(string Name, IReadOnlyList<long> ApproverIds);

/// <summary>The lines that somebody keeps, by name.</summary>
public sealed record ApproverLines(IReadOnlyList<ApproverLine> Items);

/// <summary>A line's name, which has to be one part of a path.</summary>
internal sealed class LineNameAttribute() : LineAttribute(50)
{
    // A server leaves an escaped slash as it is, and a client takes dots for another place.
    protected override string? RefusalOf(string text) =>
        base.RefusalOf(text)
        ?? (text.Contains("%2F", StringComparison.OrdinalIgnoreCase) || text.Contains('/') || text.Trim(' ', '.') is ""
            ? "must have no slash, and more than dots."
            : null);
}
