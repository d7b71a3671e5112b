using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Erp.AppHost.Eks.Settings;

/// <summary>Section <c>Eks</c> of the configuration as options. What is no setting of ours, or no value of its type, is
/// a problem with its name, where the ordinary binder is silent about the one and throws at the other.</summary>
internal static class EksOptionsReader
{
    private const string Resource = $"option {EksOptions.Section}";

    public static EksOptions Read(IConfiguration configuration, ProblemList problems)
    {
        var options = new EksOptions();
        Fill(options, configuration.GetSection(EksOptions.Section), "", problems);
        return options;
    }

    private static void Fill(object target, IConfiguration section, string path, ProblemList problems)
    {
        foreach (var setting in section.GetChildren())
        {
            var field = path + setting.Key;
            if (Find(target, setting.Key) is not { } property)
                problems.Add(Resource, field, $"is not a setting; those are {Names(target, path)}");
            else if (property.GetValue(target) is IDictionary<string, string> names)
                foreach (var named in setting.GetChildren()) names[named.Key] = named.Value ?? "";
            else if (property.CanWrite)
                Set(target, property, setting, field, problems);
            else
                FillGroup(property.GetValue(target)!, setting, field, problems);
        }
    }

    private static void FillGroup(object group, IConfigurationSection section, string field, ProblemList problems)
    {
        if (section.Value is { } text)
            problems.Add(Resource, field, $"'{text}' is no value of it: it is a group of {Names(group, field + ":")}");
        Fill(group, section, field + ":", problems);
    }

    private static void Set(
        object target, PropertyInfo property, IConfigurationSection setting, string field, ProblemList problems)
    {
        foreach (var below in setting.GetChildren())
            problems.Add(Resource, $"{field}:{below.Key}", $"is not a setting; {field} is one value");
        if (setting.Value is not { } text) return;
        try
        {
            var converter = TypeDescriptor.GetConverter(property.PropertyType);
            property.SetValue(target, converter.ConvertFromString(null, CultureInfo.InvariantCulture, text));
        }
        // Converters wrap what they cannot read in exceptions of different types.
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            var wanted = property.PropertyType == typeof(bool) ? "neither true nor false" : "not a whole number";
            problems.Add(Resource, field, $"'{text}' is {wanted}");
        }
    }

    private static PropertyInfo? Find(object target, string key) =>
        Array.Find(Settings(target), p => p.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static string Names(object target, string path = "") =>
        string.Join(", ", Settings(target).Select(p => path + p.Name));

    private static PropertyInfo[] Settings(object target) =>
        target.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public);
}
