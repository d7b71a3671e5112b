using System.CommandLine;

namespace Erp.Cli.Commands;

/// <summary>Rules that the values of options keep.</summary>
internal static class OptionRules
{
    /// <summary>Refuses a value that was given and breaks the rule.</summary>
    /// <param name="option">The option.</param>
    /// <param name="rule">True for good values.</param>
    /// <param name="error">What a value must be.</param>
    public static void MustBe<T>(this Option<T> option, Func<T?, bool> rule, string error) =>
        option.Validators.Add(result =>
        {
            try
            {
                if (!rule(result.GetValueOrDefault<T>()))
                    result.AddError($"{option.Name} must be {error}.");
            }
            catch (InvalidOperationException)
            {
                // Not a T at all, which the parser itself reports.
            }
        });
}
