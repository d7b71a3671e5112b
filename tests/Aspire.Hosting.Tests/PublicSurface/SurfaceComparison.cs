namespace Aspire.Hosting.Tests.PublicSurface;

internal static class SurfaceComparison
{
    /// <summary>What is public in ours and not so in the official list, one sentence each, sorted.</summary>
    public static IReadOnlyList<string> Deviations(IReadOnlyCollection<ApiMember> ours, IReadOnlyDictionary<string, ApiMember> official)
    {
        var bases = new BaseComparison(ours, official);
        var known = ours.Where(m => official.ContainsKey(m.Id)).ToList();
        return
        [
            .. ours.Where(m => !official.ContainsKey(m.Id)).Select(m => $"{m.Assembly}: {m.Id} is public; the list lacks it  [{m.Signature}]")
                .Concat(known.SelectMany(m => Differences(m, official[m.Id], bases)))
                .Concat(MissingRequired(ours, official))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Differences(ApiMember ours, ApiMember official, BaseComparison bases)
    {
        if (ours.Assembly != official.Assembly) yield return $"{ours.Assembly}: {ours.Id} belongs into {official.Assembly}";
        if (ours.Flags != official.Flags) yield return $"{ours.Assembly}: {ours.Id} has the flags '{ours.Flags}', in the list '{official.Flags}'";
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
    private static IEnumerable<string> MissingRequired(IReadOnlyCollection<ApiMember> ours, IReadOnlyDictionary<string, ApiMember> official)
    {
        var types = ours.Where(m => m.IsType).Select(m => m.TypeName).ToHashSet();
        var ids = ours.Select(m => m.Id).ToHashSet();
        return official.Values
            .Where(m => m.Signature.StartsWith("required ", StringComparison.Ordinal) && types.Contains(m.TypeName) && !ids.Contains(m.Id))
            .Select(m => $"{m.Assembly}: {m.Id} is required in the list and missing  [{m.Signature}]");
    }
}
