namespace Erp.Cli.Tests;

/// <summary>Lines have at most as many columns as .editorconfig says.</summary>
public sealed class LineLengthTests
{
    private const int Columns = 120;
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj"];

    [Fact]
    public async Task No_line_of_code_is_too_long()
    {
        var settings = await File.ReadAllTextAsync(TestSupport.Repository.File(".editorconfig"));
        Assert.Contains($"max_line_length = {Columns}", settings, StringComparison.Ordinal);
        Assert.Empty(SourcesBelow(TestSupport.Repository.Root).SelectMany(TooLong));
    }

    private static IEnumerable<string> TooLong(string file) =>
        File.ReadLines(file).Select((line, i) => (line.Length, Number: i + 1))
            .Where(line => line.Length > Columns).Select(line => $"{file}:{line.Number}");

    private static IEnumerable<string> SourcesBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs"),
        .. Directory.EnumerateDirectories(folder)
            .Where(f => !NotOurs.Contains(Path.GetFileName(f))).SelectMany(SourcesBelow),
    ];
}
