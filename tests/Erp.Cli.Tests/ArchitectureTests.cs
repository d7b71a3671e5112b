using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Erp.Cli.Tests;

/// <summary>Which folder uses which: the picture in docs/architecture.md, read from the project files.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Page = TestSupport.Repository.File("docs", "architecture.md");
    private static readonly IReadOnlyList<Use> All = [.. ProjectFiles().SelectMany(UsesOf)];

    [Fact]
    public async Task The_picture_shows_what_the_project_files_say()
    {
        var page = (await File.ReadAllTextAsync(Page)).ReplaceLineEndings("\n");
        var drawn = Mermaid().Replace(page, $"```mermaid\n{Picture()}```");
        if (Environment.GetEnvironmentVariable("UPDATE_ARCHITECTURE") == "1") await File.WriteAllTextAsync(Page, drawn);
        else Assert.True(page == drawn, "docs/architecture.md is out of date; UPDATE_ARCHITECTURE=1 draws it anew.");
    }

    [Fact]
    public void Nobody_uses_whom_they_are_used_by()
    {
        var users = All.ToLookup(use => use.From, use => use.To);
        foreach (var project in All.Select(use => use.From).Distinct())
        {
            var reached = new HashSet<string>();
            var next = new Queue<string>(users[project]);
            while (next.TryDequeue(out var used))
            {
                if (!reached.Add(used)) continue;
                foreach (var further in users[used]) next.Enqueue(further);
            }
            Assert.DoesNotContain(project, reached);
        }
    }

    [Theory]
    [InlineData("Erp.Api")]
    [InlineData("Erp.Contracts")]
    public void The_ground_uses_nobody(string project)
    {
        Assert.Contains(All, use => use.To == project);
        Assert.DoesNotContain(All, use => use.From == project);
    }

    [Fact]
    public void Services_meet_in_messages_and_over_HTTP_only()
    {
        string[] services = ["Erp.Employee", "Erp.Approval", "Erp.Notification", "Erp.Web"];
        Assert.All(services, service => Assert.Contains(All, use => use.From == service));
        Assert.DoesNotContain(All, use => services.Contains(use.From) && services.Contains(use.To));
    }

    private static string Picture()
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var name in All.SelectMany(use => new[] { use.From, use.To }).Distinct().Order(StringComparer.Ordinal))
            text.Append($"  {Id(name)}[\"{name}\"]\n");
        foreach (var (from, to, source) in All.Order())
            text.Append($"  {Id(from)} {(source ? "-.->" : "-->")} {Id(to)}\n");
        return text.ToString();
    }

    private static string Id(string project) => project.Replace(".", "", StringComparison.Ordinal);

    private static IEnumerable<string> ProjectFiles() => ((string[])["Erp.*", "tools/Erp.*", "integrations/*"])
        .SelectMany(pattern => Directory.EnumerateDirectories(
            TestSupport.Repository.File(Path.GetDirectoryName(pattern) ?? ""), Path.GetFileName(pattern)))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));

    private static IEnumerable<Use> UsesOf(string file)
    {
        var (name, folder) = (Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!);
        var items = XDocument.Load(file).Descendants();
        var references = items.Where(i => i.Name.LocalName == "ProjectReference")
            .SelectMany(i => Included(i))
            .SelectMany(path => path.Contains('*', StringComparison.Ordinal) ? Integrations() : [path])
            .Select(path => new Use(name, Path.GetFileNameWithoutExtension(path), false));
        var sources = items.Where(i => i.Name.LocalName == "Compile")
            .SelectMany(Included)
            .Select(path => new Use(name, OwnerOf(Path.GetFullPath(path, folder)), true));
        return references.Concat(sources).Distinct();
    }

    private static string[] Included(XElement item) =>
        ((string?)item.Attribute("Include"))?.Replace('\\', '/').Split(';') ?? [];

    private static IEnumerable<string> Integrations() =>
        Directory.EnumerateFiles(TestSupport.Repository.File("integrations"), "*.csproj", SearchOption.AllDirectories);

    /// <summary>The project in whose folder a file lies.</summary>
    private static string OwnerOf(string source)
    {
        Assert.True(File.Exists(source), $"{source} is compiled in, but not there");
        var folder = Path.GetDirectoryName(source);
        while (folder is not null && Directory.GetFiles(folder, "*.csproj").Length == 0)
            folder = Path.GetDirectoryName(folder);
        return Path.GetFileName(folder)!;
    }

    [GeneratedRegex("```mermaid\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Mermaid();

    /// <summary>One project uses another.</summary>
    private sealed record Use(string From, string To, bool Source) : IComparable<Use>
    {
        public int CompareTo(Use? other) => (From, To, Source).CompareTo((other!.From, other.To, other.Source));
    }
}
