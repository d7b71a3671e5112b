using System.Text.Json;

namespace Erp.Api.Json;

/// <summary>The names of enum values, the same in bodies, queries, messages, documents and columns: <c>IN_PROGRESS</c>,
/// or <c>in_progress</c> where the enum is <see cref="LowerCaseNamesAttribute"/>.</summary>
public static class EnumNames
{
    /// <summary>The value's name.</summary>
    public static string Name<T>(this T value) where T : struct, Enum => Names<T>.Of[value];

    /// <summary>The value of exactly this name: no number, no other case, no list of names.</summary>
    public static bool TryParse<T>(string? name, out T value) where T : struct, Enum =>
        Names<T>.By.TryGetValue(name ?? "", out value);

    /// <summary>As <see cref="TryParse"/>, for names that were written by us.</summary>
    public static T Parse<T>(string name) where T : struct, Enum => Names<T>.By[name];

    /// <summary>All names, in the order of declaration.</summary>
    public static IEnumerable<string> All(Type type)
    {
        var names = type.IsDefined(typeof(LowerCaseNamesAttribute), inherit: false)
            ? JsonNamingPolicy.SnakeCaseLower
            : JsonNamingPolicy.SnakeCaseUpper;
        return Enum.GetNames(type).Select(names.ConvertName);
    }

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> By =
            All(typeof(T)).Zip(Enum.GetValues<T>()).ToDictionary(p => p.First, p => p.Second);

        public static readonly Dictionary<T, string> Of = By.ToDictionary(p => p.Value, p => p.Key);
    }
}

/// <summary>The names of this enum are lower case, because clients and stored documents know them so.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class LowerCaseNamesAttribute : Attribute;
