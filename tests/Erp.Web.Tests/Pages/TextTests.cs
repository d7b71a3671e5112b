using System.Text.RegularExpressions;
using System.Xml.Linq;
using Erp.TestSupport;

namespace Erp.Web.Tests.Pages;

/// <summary>Every text of the pages is there in every language, with the same placeholders.</summary>
public sealed partial class TextTests
{
    private static readonly string Folder = Repository.File("Erp.Web");

    [Fact]
    public void Every_text_has_its_translation()
    {
        var korean = Translations();
        Assert.Empty(Used().Where(t => !korean.ContainsKey(t)).Order());
    }

    [Fact]
    public void Nothing_is_translated_that_no_page_says()
    {
        var used = Used();
        // Days of the week and what services say of fields come by their names.
        Assert.DoesNotContain(Translations().Keys, t =>
            !used.Contains(t) && !Enum.IsDefined(typeof(DayOfWeek), t) && !FieldErrors().IsMatch(t));
    }

    [Fact]
    public void A_translation_has_the_placeholders_of_its_text() =>
        Assert.All(Translations(), t => Assert.Equal(Placeholders(t.Key), Placeholders(t.Value)));

    private static HashSet<string> Used() =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .SelectMany(f => Texts().Matches(File.ReadAllText(f)))
            .Select(m => Regex.Unescape(m.Groups[1].Value)),
    ];

    private static Dictionary<string, string> Translations() =>
        XDocument.Load(Path.Combine(Folder, "Languages", "Texts.ko.resx")).Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static IEnumerable<string> Placeholders(string text) =>
        Numbered().Matches(text).Select(m => m.Value).Distinct().Order();

    [GeneratedRegex("""\b(?:T|Texts|texts)\["((?:[^"\\]|\\.)*)"(?:,|\])""")]
    private static partial Regex Texts();

    [GeneratedRegex("^(must|is for) ")]
    private static partial Regex FieldErrors();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Numbered();
}
