namespace Erp.Web.Pages.People;

/// <summary>What addresses say.</summary>
internal static class QueryTexts
{
    /// <summary>Without spaces around it; null where nothing stands.</summary>
    public static string? OrNull(this string? text) => text?.Trim() is { Length: > 0 } there ? there : null;
}
