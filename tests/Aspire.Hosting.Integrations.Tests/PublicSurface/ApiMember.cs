namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>One line of the list, or the same facts of one of our members.</summary>
internal sealed record ApiMember(string Id, string Assembly, string Signature, string Flags)
{
    public bool IsType => Id.StartsWith("T:", StringComparison.Ordinal);

    /// <summary>The type's or the declaring type's full name.</summary>
    public string TypeName
    {
        get
        {
            var name = Id[2..];
            if (IsType) return name;
            var parameters = name.IndexOf('(', StringComparison.Ordinal);
            var path = parameters < 0 ? name : name[..parameters];
            return path[..path.LastIndexOf('.')];
        }
    }
}
