namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>
/// Compares kind, base class and interfaces. The list names the interfaces that a type declares, reflection also those
/// that it inherits, hence sets and not texts. An interface that ours leaves out altogether need not be implemented.
/// </summary>
internal sealed class BaseComparison(
    IReadOnlyCollection<ApiMember> ours, IReadOnlyDictionary<string, ApiMember> official)
{
    private readonly HashSet<string> _ourTypes = [.. ours.Where(m => m.IsType).Select(m => m.TypeName)];

    public IEnumerable<string> Differences(ApiMember type, ApiMember listed)
    {
        var (kind, baseType, interfaces) = Split(type);
        var (listedKind, listedBase, listedInterfaces) = Split(listed);
        if (kind != listedKind) yield return $"{type.Assembly}: {type.Id} is a {kind}, in the list a {listedKind}";
        if (baseType != listedBase)
            yield return $"{type.Assembly}: {type.Id} derives from {baseType ?? "nothing"}, "
                + $"in the list from {listedBase ?? "nothing"}";

        foreach (var extra in interfaces.Except(Inherited(listed)))
            yield return $"{type.Assembly}: {type.Id} implements {extra}, not so in the list";
        foreach (var missing in listedInterfaces.Where(Counts).Except(interfaces))
            yield return $"{type.Assembly}: {type.Id} does not implement {missing}";
    }

    private bool Counts(string name) =>
        !name.StartsWith("Aspire.", StringComparison.Ordinal) || _ourTypes.Contains(Definition(name));

    private HashSet<string> Inherited(ApiMember listed)
    {
        var (_, baseType, interfaces) = Split(listed);
        var all = interfaces.ToHashSet();
        if (baseType is null) return all;
        if (official.TryGetValue("T:" + Definition(baseType), out var parent)) all.UnionWith(Inherited(parent));
        else
            all.UnionWith(
                ours.First(m => m.Id == listed.Id) is var own
                    ? Split(own).Interfaces.Where(i => i.StartsWith("System.", StringComparison.Ordinal))
                    : []);
        return all;
    }

    private static (string Kind, string? Base, IReadOnlyList<string> Interfaces) Split(ApiMember type)
    {
        var parts = type.Signature.Split(" : ", 2);
        if (parts.Length == 1) return (parts[0], null, []);
        var names = SplitNames(parts[1]);
        var hasBase = !IsInterface(names[0]);
        return (parts[0], hasBase ? names[0] : null, hasBase ? names[1..] : names);
    }

    private static bool IsInterface(string name)
    {
        var simple = Definition(name).Split('.')[^1];
        return simple.Length > 1 && simple[0] == 'I' && char.IsUpper(simple[1]);
    }

    // Commas inside type arguments do not separate.
    private static List<string> SplitNames(string text)
    {
        var names = new List<string> { "" };
        var depth = 0;
        foreach (var c in text)
        {
            depth += c == '<' ? 1 : c == '>' ? -1 : 0;
            if (c == ',' && depth == 0) names.Add("");
            else if (c != ' ' || depth > 0) names[^1] += c;
        }

        return names;
    }

    private static string Definition(string name)
    {
        var open = name.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? name : $"{name[..open]}`{SplitNames(name[(open + 1)..^1]).Count}";
    }
}
