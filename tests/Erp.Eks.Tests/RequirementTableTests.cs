using System.Reflection;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>docs/cluster-requirements.md is complete and true.</summary>
public sealed class RequirementTableTests
{
    private static readonly string Table = File.ReadAllText(Repository.File("docs", "cluster-requirements.md"));

    [Fact]
    public void Every_requirement_is_in_the_table()
    {
        var expected = Enumerable.Range(1, 15)
            .Select(i => $"C{i}")
            .Concat(Enumerable.Range(1, 6).Select(i => $"K{i}"))
            .Concat(Enumerable.Range(1, 10).Select(i => $"P{i}"));
        Assert.Equal(
            expected,
            Regex.Matches(Table, @"^\| ([CKP]\d+) \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Every_test_of_the_table_exists_and_every_test_of_a_requirement_is_in_it()
    {
        var tests = typeof(RequirementTableTests).Assembly.GetTypes().Where(
            t => t.Namespace == typeof(RequirementTableTests).Namespace)
            .SelectMany(
                t =>
                    t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                        .Where(m => m.GetCustomAttributes<FactAttribute>().Any())
                        .Select(m => $"{t.Name}.{m.Name}"))
            .ToList();
        var named = Regex.Matches(Table, @"`(\w+\.\w+)`").Select(m => m.Groups[1].Value).ToList();
        Assert.Empty(named.Except(tests));
        Assert.Empty(tests.Where(t => Regex.IsMatch(t, @"\.[CKP]\d+_")).Except(named));
    }
}
