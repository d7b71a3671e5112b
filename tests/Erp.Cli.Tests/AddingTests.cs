using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Cli.Tests;

/// <summary>docs/adding.md fits the present code. docs/adding.sh builds and tests what comes of it.</summary>
public sealed partial class AddingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Every_diff_of_the_document_applies_in_its_turn()
    {
        Requires.Program("git");
        var page = await File.ReadAllTextAsync(Repository.File("docs", "adding.md"));
        var diffs = Diff().Matches(page.ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(diffs);
        foreach (var file in diffs.SelectMany(d => OldFile().Matches(d)).Select(m => m.Groups[1].Value).Distinct())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            var text = await File.ReadAllTextAsync(Repository.File(file));
            await File.WriteAllTextAsync(_folder.File(file), text.ReplaceLineEndings("\n"));
        }
        foreach (var diff in diffs)
        {
            var patch = _folder.File("patch");
            await File.WriteAllTextAsync(patch, diff);
            var start = new System.Diagnostics.ProcessStartInfo("git", ["apply", patch])
            {
                WorkingDirectory = _folder.Path,
                RedirectStandardError = true,
                // Within a repository it would pass over files that are not below its root.
                Environment = { ["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(_folder.Path) },
            };
            using var git = System.Diagnostics.Process.Start(start)!;
            var error = await git.StandardError.ReadToEndAsync();
            await git.WaitForExitAsync();
            Assert.True(git.ExitCode == 0, $"{error}\ndocs/adding.md is out of date.");
        }
        Assert.All(
            diffs.SelectMany(d => NewFile().Matches(d)),
            m =>
            {
                Assert.True(File.Exists(_folder.File(m.Groups[1].Value)), m.Value);
                Assert.False(File.Exists(Repository.File(m.Groups[1].Value)), $"{m.Value} is there already.");
            });
    }

    [GeneratedRegex("^````diff\n(.*?)^````$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Diff();

    [GeneratedRegex("^--- a/(.+)$", RegexOptions.Multiline)]
    private static partial Regex OldFile();

    [GeneratedRegex(@"^--- /dev/null\n\+\+\+ b/(.+)$", RegexOptions.Multiline)]
    private static partial Regex NewFile();
}
