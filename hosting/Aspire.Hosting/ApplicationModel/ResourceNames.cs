namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rules for names in the model; the official analyzer reports the same as ASPIRE006.</summary>
internal static class ResourceNames
{
    private const int MaxLength = 64;

    /// <summary>Throws with the reason if <paramref name="name"/> cannot name a <paramref name="kind"/>.</summary>
    public static void Validate(string kind, string name, string? parameterName = null)
    {
        if (Problem(name) is { } problem)
        {
            throw new ArgumentException($"{kind} name '{name}' is invalid. {problem}", parameterName ?? nameof(name));
        }
    }

    private static string? Problem(string name) => name switch
    {
        { Length: 0 or > MaxLength } => $"Name must be between 1 and {MaxLength} characters long.",
        _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') => "Name must contain only ASCII letters, digits, and hyphens.",
        _ when !char.IsAsciiLetter(name[0]) => "Name must start with an ASCII letter.",
        _ when name.EndsWith('-') => "Name cannot end with a hyphen.",
        _ when name.Contains("--", StringComparison.Ordinal) => "Name cannot contain consecutive hyphens.",
        _ => null,
    };
}
