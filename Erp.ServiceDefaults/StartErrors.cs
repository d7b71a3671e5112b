using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults;

/// <summary>A service that is configured wrongly says so in one readable line and exits with 1, without a stack
/// trace.</summary>
internal static class StartErrors
{
    private static int _registered;

    public static void ShowAsOneLine()
    {
        if (Interlocked.Exchange(ref _registered, 1) != 0) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is not OptionsValidationException invalid) return;
            Console.Error.WriteLine($"Cannot start: {string.Join(" ", invalid.Failures)}");
            Environment.Exit(1);
        };
    }
}
