using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Erp.Api.Validation;
using Erp.Contracts;

namespace Erp.Notification.Notifications;

/// <summary>A message in parts.</summary>
[Description("A message in parts, for programs that say it in their reader's language.")]
public sealed partial record SentenceBody : IValidatableObject
{
    private const int MostValues = 16, MostCharacters = 2000;

    /// <summary>Which sentence it is.</summary>
    [Text(64), RegularExpression("^[A-Z][A-Z0-9_]*$", ErrorMessage = "must be A-Z, 0-9 and _, a letter first.")]
    [Description("1 to 64 characters A-Z, 0-9 and _, beginning with a letter.")]
    public required string Name { get; init; }

    /// <summary>What stands in it.</summary>
    [Description("Up to 16, by names of up to 32 letters: texts of up to 2,000 characters, numbers of people, "
        + "days as yyyy-MM-dd.")]
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    internal Sentence ToSentence() => new(Name, Values);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Values.Count > MostValues)
            yield return new($"must be at most {MostValues}.", [nameof(Values)]);
        if (Values.Keys.Any(name => !Names().IsMatch(name)))
            yield return new("must have names of 1 to 32 letters.", [nameof(Values)]);
        // The JSON reader does not look into dictionaries.
        if (Values.Values.Any(text => text is null || text.Length > MostCharacters))
            yield return new($"must be texts of at most {MostCharacters} characters.", [nameof(Values)]);
    }

    [GeneratedRegex("^[A-Za-z]{1,32}\\z")]
    private static partial Regex Names();
}
