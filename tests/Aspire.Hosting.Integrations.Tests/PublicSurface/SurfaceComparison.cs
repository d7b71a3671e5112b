namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

internal static class SurfaceComparison
{
    /// <summary>What is public in ours and not so in the official list, one sentence each, sorted.</summary>
    public static IReadOnlyList<string> Deviations(
        IReadOnlyCollection<ApiMember> ours, IReadOnlyDictionary<string, ApiMember> official)
    {
        var bases = new BaseComparison(ours, official);
        var known = ours.Where(m => official.ContainsKey(m.Id)).ToList();
        return
        [
            .. ours.Where(m => !official.ContainsKey(m.Id) && !IsImplicitConstructor(m, official))
            .Select(m => $"{m.Assembly}: {m.Id} is public; the list lacks it  [{m.Signature}]")
                .Concat(known.SelectMany(m => Differences(m, official[m.Id], bases)))
                .Concat(MissingRequired(ours, official))
                .Order(StringComparer.Ordinal),
        ];
    }

    // The list leaves out the constructor that the compiler adds to a class without one.
    private static bool IsImplicitConstructor(ApiMember ours, IReadOnlyDictionary<string, ApiMember> official) =>
        ours.Id.EndsWith(".#ctor", StringComparison.Ordinal)
            && !official.Keys.Any(id => id.StartsWith(ours.Id + "(", StringComparison.Ordinal));

    private static IEnumerable<string> Differences(ApiMember ours, ApiMember official, BaseComparison bases)
    {
        if (ours.Assembly != official.Assembly)
            yield return $"{ours.Assembly}: {ours.Id} belongs into {official.Assembly}";
        if (ours.Flags != official.Flags)
            yield return $"{ours.Assembly}: {ours.Id} has the flags '{ours.Flags}', in the list '{official.Flags}'";
        if (ours.IsType)
        {
            foreach (var difference in bases.Differences(ours, official)) yield return difference;
        }
        else if (ours.Signature != official.Signature)
        {
            yield return $"{ours.Assembly}: {ours.Id}\n    is   {ours.Signature}\n    list {official.Signature}";
        }
    }

    // An object initializer that satisfies ours would not compile against a type that requires more.
    private static IEnumerable<string> MissingRequired(
        IReadOnlyCollection<ApiMember> ours, IReadOnlyDictionary<string, ApiMember> official)
    {
        // Only of types that a caller can make.
        var types = ours.Where(m => m.Id.StartsWith("M:", StringComparison.Ordinal) && m.Id.Contains(
            ".#ctor", StringComparison.Ordinal))
            .Select(m => m.TypeName)
            .ToHashSet();
        var ids = ours.Select(m => m.Id).ToHashSet();
        return official.Values
            .Where(
                m =>
                    m.Signature.StartsWith("required ", StringComparison.Ordinal)
                        && types.Contains(m.TypeName)
                        && !ids.Contains(m.Id))
            .Select(m => $"{m.Assembly}: {m.Id} is required in the list and missing  [{m.Signature}]");
    }
}
