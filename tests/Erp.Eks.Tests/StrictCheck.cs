using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>A strict checker that some machines have, a program of Node.js: no error and no warning passes.</summary>
internal static class StrictCheck
{
    private const int CouldNotCheck = 2;

    /// <param name="variable">Names the program.</param>
    /// <param name="arguments">For it.</param>
    public static void AssertPasses(string variable, params string[] arguments)
    {
        Requires.Variable(variable);
        Requires.Program("node");
        var check = Environment.GetEnvironmentVariable(variable)!;
        // It gets its parser from a registry the first time; where none answers, npm would wait for minutes.
        var (exit, output, error) = Published.Run(
            "node", [check, .. arguments], null, ("npm_config_fetch_retries", "0"),
            ("npm_config_fetch_timeout", "20000"));
        Assert.SkipWhen(exit == CouldNotCheck, $"{variable} could not check: {error}");
        Assert.True(exit == 0, output + error);
    }
}
