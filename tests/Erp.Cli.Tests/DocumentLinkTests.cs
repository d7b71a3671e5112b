using System.Text.RegularExpressions;

namespace Erp.Cli.Tests;

/// <summary>Files and folders that documents point to are there.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "node_modules", "obj"];

    [Fact]
    public void Every_relative_link_of_every_document_leads_somewhere()
    {
        var documents = DocumentsBelow(TestSupport.Repository.Root).ToList();
        Assert.NotEmpty(documents);
        Assert.Empty(documents.SelectMany(d => LinksOf(d).Where(l => !LeadsSomewhere(d, l)).Select(l => $"{d}: {l}")));
    }

    private static IEnumerable<string> DocumentsBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.md"),
        .. Directory.EnumerateDirectories(folder)
            .Where(f => !NotOurs.Contains(Path.GetFileName(f))).SelectMany(DocumentsBelow),
    ];

    // Addresses elsewhere, and headings of the same page, are not asked for.
    private static IEnumerable<string> LinksOf(string document) =>
        Link().Matches(File.ReadAllText(document))
            .Select(m => m.Groups[1].Value).Where(l => !l.Contains(':', StringComparison.Ordinal));

    private static bool LeadsSomewhere(string document, string link) =>
        Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link));

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")]
    private static partial Regex Link();
}
