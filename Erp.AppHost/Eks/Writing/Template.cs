using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Erp.AppHost.Eks.Writing;

/// <summary>A YAML file of Templates/, an object or a patch, with what comes from the model in place of
/// <c>${name}</c>.</summary>
internal sealed partial class Template
{
    private static readonly IDeserializer Reader =
        new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>Maps, lists and scalars.</summary>
    public object Content { get; }

    private Template(object content) => Content = content;

    public static Template Read(string path, params IEnumerable<(string Name, string Value)> values)
    {
        var known = values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        return new(Reader.Deserialize<object>(Placeholder().Replace(EmbeddedFile.Read(path), p => known[p.Groups[1].Value])));
    }

    /// <summary>What is at a path of keys and positions.</summary>
    public object this[params object[] path] => path.Aggregate(Content, (node, step) =>
        step is int position ? ((List<object>)node)[position] : ((Dictionary<object, object>)node)[step]);

    public List<object> List(params object[] path) => (List<object>)this[path];

    [GeneratedRegex(@"\$\{([a-z-]+)\}")]
    private static partial Regex Placeholder();
}
