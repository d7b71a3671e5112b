using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Folders of Erp.AppHost/Eks use each other in one direction, the one of their README.</summary>
public sealed class FolderTests
{
    private static readonly string Root = Repository.File("Erp.AppHost", "Eks");

    private static readonly string[] Order =
    [
        .. Regex.Matches(File.ReadAllText(Path.Combine(Root, "README.md")), @"^\d+\. `(\w+)/`", RegexOptions.Multiline)
            .Select(folder => folder.Groups[1].Value),
    ];

    public static TheoryData<string> Folders => [.. Order];

    [Fact]
    public void The_readme_lists_every_folder_of_code() => Assert.Equal(
        Order.Order(),
        Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!)).Distinct().Except(["."]).Order());

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_above_it(string folder)
    {
        var below = string.Join('|', Order.SkipWhile(f => f != folder).Skip(1));
        // By a using, or by a name that begins with the folder's.
        var use = new Regex($@"using Erp\.AppHost\.Eks(\.({below}))?;|(?<![\w.])({below})\.[A-Z]");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs"))
        {
            var code = Regex.Replace(File.ReadAllText(file), "//.*", "");
            if (below.Length > 0) Assert.DoesNotMatch(use, code);
            Assert.Contains($"namespace Erp.AppHost.Eks.{folder};", code);
            Assert.DoesNotMatch(@"\bEks(BuilderExtensions|EnvironmentResource)\b", code);
        }
    }
}
