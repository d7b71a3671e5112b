using System.Text.Json;

namespace Erp.Employee.Data;

/// <summary>Enum values are stored under the names that JSON shows: <c>IN_PROGRESS</c>.</summary>
internal static class WireNames
{
    public static string Wire<T>(this T value) where T : struct, Enum => Names<T>.Of[value];

    public static T Parse<T>(string name) where T : struct, Enum => Names<T>.By[name];

    public static bool TryParse<T>(string name, out T value) where T : struct, Enum =>
        Names<T>.By.TryGetValue(name, out value);

    private static class Names<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of =
            new(Enum.GetValues<T>().Select(v => KeyValuePair.Create(v, JsonNamingPolicy.SnakeCaseUpper.ConvertName(
                v.ToString()))));

        public static readonly Dictionary<string, T> By = new(Of.Select(p => KeyValuePair.Create(p.Value, p.Key)));
    }
}
