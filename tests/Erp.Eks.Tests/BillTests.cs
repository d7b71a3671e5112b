using System.Text.RegularExpressions;
using Erp.AppHost.Eks.Publishing;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>What the account costs: the table that is printed, the one in the documentation, and what Terraform
/// makes.</summary>
public sealed class BillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void The_document_has_the_bill_that_is_printed()
    {
        var (exit, said) = AppHostProcess.Publish(_folder.File("bill"), "--Eks:DryRun=true");
        Assert.True(exit == 0, said);
        var printed = Regex.Matches(Account(said), @"^(.+?)  +(.*) +(\d+\.\d\d)$", RegexOptions.Multiline)
            .Select(line => (What: line.Groups[1].Value, How: line.Groups[2].Value.Trim(), Cost: line.Groups[3].Value));
        var document = Regex.Matches(File.ReadAllText(Repository.File("docs", "eks-in-an-hour.md")),
                @"^\| (.+?) \| (.*?) \| \*{0,2}(\d+\.\d\d)\*{0,2} \| (.*?) ?\|$", RegexOptions.Multiline)
            .Select(row => (What: row.Groups[1].Value, How: row.Groups[2].Value, Cost: row.Groups[3].Value));
        Assert.NotEmpty(document);
        Assert.Equal(printed, document);
        // Whoever adds it up gets the same.
        Assert.Equal(document.Last().Cost, $"{document.SkipLast(1).Sum(row => decimal.Parse(row.Cost)):0.00}");
    }

    [Fact]
    public void Every_price_of_the_document_has_its_source()
    {
        var rows = Regex.Matches(File.ReadAllText(Repository.File("docs", "eks-in-an-hour.md")),
            @"^\| .*x \$.* \| (\S+) \|$", RegexOptions.Multiline);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(@"^(aws\.amazon|mongodb)\.com/", row.Groups[1].Value));
    }

    [Fact]
    public void With_msk_the_account_pays_msk_in_place_of_volumes()
    {
        var (_, said) = AppHostProcess.Publish(_folder.File("msk"), "--Eks:DryRun=true", "--Eks:Broker=msk");
        Assert.Matches(@"(?m)^Amazon MSK +3 x 730 x \$0\.21 .* 459\.90$", Account(said));
        Assert.DoesNotContain("volumes of Kafka", Account(said));
    }

    [Fact]
    public void The_sizes_are_those_that_Terraform_makes()
    {
        var complete = string.Concat(Directory.EnumerateFiles(
            Repository.File("deploy", "terraform", "complete"), "*.tf").Order(StringComparer.Ordinal)
            .Select(File.ReadAllText));
        string Default(string variable) => Regex.Match(complete,
            $@"variable ""{variable}"" {{[^}}]*?default\s+= ""?([^""\n]+)""?\n").Groups[1].Value;
        string Argument(string name) => Regex.Match(complete, $@"\b{name}\s+= (\d+)\n").Groups[1].Value;

        Assert.Equal(Price.Region, Default("region"));
        Assert.Equal(($"{Bill.Nodes}", $"{Bill.NodeDisk}"), (Default("node_count"), Argument("volume_size")));
        Assert.Equal($"{Bill.MySqlDisk}", Argument("allocated_storage"));
        Assert.EndsWith($" {Default("node_type")}", Price.Node.Unit);
        Assert.Contains($" {Default("mysql_type")} ", Price.MySql.Unit);
        Assert.Contains($" {Default("redis_type")} ", Price.Redis.Unit);
        Assert.Single(Regex.Matches(complete, @"resource ""aws_nat_gateway"""));
    }

    /// <summary>The lines below the heading.</summary>
    private static string Account(string said)
    {
        var from = said.IndexOf("ACCOUNT, ", StringComparison.Ordinal);
        from = said.IndexOf('\n', from) + 1;
        var last = said.IndexOf("all of it", from, StringComparison.Ordinal);
        return said[from..(said.IndexOf('\n', last) + 1)];
    }
}
