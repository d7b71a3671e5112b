using YamlDotNet.RepresentationModel;

namespace Erp.Eks.Tests;

/// <summary>A part of a published object, as it is written; nothing of the publisher's own types is used to read
/// it.</summary>
public sealed class Doc(YamlNode node)
{
    public string Kind => Text("kind")!;

    public string Name => Text("metadata", "name")!;

    public string? Namespace => Text("metadata", "namespace");

    /// <summary>Text of a scalar, or of the node itself without a path; null when there is none.</summary>
    public string? Text(params string[] path) => (Find(path) as YamlScalarNode)?.Value;

    public int Number(params string[] path) =>
        int.Parse(Text(path) ?? throw new Xunit.Sdk.XunitException($"{this} has no {string.Join('/', path)}"));

    public Doc At(params string[] path) =>
        new(Find(path) ?? throw new Xunit.Sdk.XunitException($"{this} has no {string.Join('/', path)}"));

    public bool Has(params string[] path) => Find(path) is not null;

    /// <summary>Items of a list; none when it is absent.</summary>
    public IReadOnlyList<Doc> List(params string[] path) =>
        Find(path) is YamlSequenceNode list ? [.. list.Select(n => new Doc(n))] : [];

    /// <summary>A mapping of texts; empty when it is absent.</summary>
    public IReadOnlyDictionary<string, string> Map(params string[] path) => Find(path) is YamlMappingNode map
        ? map.Where(p => p.Value is YamlScalarNode).ToDictionary(
            p => ((YamlScalarNode)p.Key).Value!, p => ((YamlScalarNode)p.Value).Value!)
        : new Dictionary<string, string>();

    /// <summary>The pod of a workload.</summary>
    public Doc Pod => At("spec", "template", "spec");

    /// <summary>The only container of a workload.</summary>
    public Doc Container => Pod.List("containers").Single();

    public override string ToString() => node is YamlMappingNode && Has("kind") ? $"{Kind}/{Name}" : node.ToString();

    /// <summary>Every scalar in it.</summary>
    public IEnumerable<string> Scalars() => node.AllNodes.OfType<YamlScalarNode>().Select(n => n.Value ?? "");

    public static IReadOnlyList<Doc> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(d => new Doc(d.RootNode))];
    }

    private YamlNode? Find(string[] path)
    {
        var at = node;
        foreach (var key in path)
        {
            if (at is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(key), out var next))
                return null;
            at = next;
        }
        return at;
    }
}
