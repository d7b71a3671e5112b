using System.Diagnostics.CodeAnalysis;

namespace Erp.Api.Json;

/// <summary>An enum value in the query, by its name in <see cref="EnumNames"/>: ASP.NET Core's own binding takes
/// numbers and any case.</summary>
public readonly record struct Named<T>(T Value) : IParsable<Named<T>> where T : struct, Enum
{
#pragma warning disable CA1000 // Asked for by IParsable.
    /// <summary>The value of this name; a <see cref="FormatException"/> when there is none.</summary>
    public static Named<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var named) ? named : throw new FormatException();

    /// <summary>The value of exactly this name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Named<T> result)
    {
        var known = EnumNames.TryParse<T>(s, out var value);
        result = new(value);
        return known;
    }
#pragma warning restore CA1000
}

/// <summary>Tells <see cref="Named{T}"/> from other types.</summary>
public static class Named
{
    /// <summary>The enum whose names a parameter of this type takes; null when it takes none.</summary>
    public static Type? EnumOf(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsGenericType: true } generic
        && generic.GetGenericTypeDefinition() == typeof(Named<>)
            ? generic.GetGenericArguments()[0]
            : null;
}
