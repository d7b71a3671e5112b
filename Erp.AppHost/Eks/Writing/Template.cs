using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Erp.AppHost.Eks.Writing;

/// <summary>A YAML file of Templates/, an object or a patch, with what comes from the plan in place of
/// <c>${name}</c>.</summary>
internal sealed partial class Template
{
    private static readonly IDeserializer Reader =
        new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    private readonly Dictionary<string, object> _values;

    /// <summary>Maps, lists and scalars.</summary>
    public object Content { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path below Templates/.</param>
    /// <param name="values">A value inside a longer text is a text; one that stands alone is anything that YAML can
    /// say.</param>
    public Template(string path, params IEnumerable<(string Name, object Value)> values)
    {
        _values = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        Content = Fill(Reader.Deserialize<object>(EmbeddedFile.Read(path)));
    }

    /// <summary>What is at a path of keys and positions.</summary>
    public object this[params object[] path] => path.Aggregate(Content, (node, step) =>
        step is int position ? ((List<object>)node)[position] : ((Dictionary<object, object>)node)[step]);

    public List<object> List(params object[] path) => (List<object>)this[path];

    /// <summary>Fills in after reading, so that no value can be mistaken for YAML.</summary>
    private object Fill(object node) => node switch
    {
        Dictionary<object, object> map => map.ToDictionary(entry => entry.Key, entry => Fill(entry.Value)),
        List<object> list => list.Select(Fill).ToList(),
        string text when Alone(text) is { } name => _values[name],
        string text => Placeholder().Replace(text, name => (string)_values[name.Groups["name"].Value]),
        _ => node,
    };

    private static string? Alone(string text) =>
        Placeholder().Match(text) is { Success: true } name && name.Length == text.Length
            ? name.Groups["name"].Value
            : null;

    [GeneratedRegex(@"\$\{(?<name>[a-z-]+)\}")]
    private static partial Regex Placeholder();
}
