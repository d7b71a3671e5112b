using System.Text.RegularExpressions;

namespace Erp.TestSupport;

/// <summary>What scrapes show, in Prometheus' text format or in OpenMetrics: the kind of each metric and the labels of
/// its samples.</summary>
public sealed partial class Exposition
{
    /// <summary>What alerts and dashboards may ask for of our services.</summary>
    public static string ServicesFile { get; } = Named("services.prom");

    /// <summary>What they may ask for of exporters and operators.</summary>
    public static string OthersFile { get; } = Named("others.prom");

    private readonly Dictionary<string, string> _kinds = [];
    private readonly Dictionary<string, HashSet<string>> _labels = [];

    /// <summary>Names of samples: a histogram has those with <c>_bucket</c>, <c>_sum</c>, <c>_count</c>.</summary>
    public IReadOnlyCollection<string> Names => _labels.Keys;

    /// <summary>Adds what one more scrape shows.</summary>
    public Exposition Add(string text)
    {
        foreach (Match type in Type().Matches(text)) _kinds[type.Groups[1].Value] = type.Groups[2].Value;
        foreach (Match sample in Sample().Matches(text))
        {
            if (!_labels.TryGetValue(sample.Groups[1].Value, out var labels))
                _labels[sample.Groups[1].Value] = labels = [];
            labels.UnionWith(Label().Matches(sample.Groups[2].Value).Select(label => label.Groups[1].Value));
        }
        return this;
    }

    /// <summary>Whether samples of that name have the label.</summary>
    public bool Has(string name, string label) => _labels.TryGetValue(name, out var labels) && labels.Contains(label);

    /// <summary>What is here and the other does not show: a sentence each.</summary>
    public IReadOnlyList<string> MissingIn(Exposition other) =>
    [
        .. Names.Where(name => !other._labels.ContainsKey(name)).Select(name => $"no {name}"),
        .. Names.Where(other._labels.ContainsKey)
            .SelectMany(name => _labels[name].Except(other._labels[name]).Select(label => $"no {label} of {name}")),
        .. Names.Where(name => other._labels.ContainsKey(name) && other.KindOf(name) != KindOf(name))
            .Select(name => $"{name} is a {other.KindOf(name)}"),
    ];

    // A counter's kind stands under its name without _total in OpenMetrics, and with it in the older format.
    private string? KindOf(string name) =>
        _kinds.GetValueOrDefault(name) ?? _kinds.GetValueOrDefault(Suffix().Replace(name, ""));

    private static string Named(string file) => Repository.File("tests", "Erp.TestSupport", "Metrics", file);

    [GeneratedRegex(@"^# TYPE (\S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"^([a-z_:][\w:]*)(\{.*\})? ", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""")]
    private static partial Regex Label();

    [GeneratedRegex("_(total|bucket|sum|count)$")]
    private static partial Regex Suffix();
}
