namespace Erp.AppHost;

/// <summary>What the user can mend is said in one readable line, with a failing exit code; anything else is a fault of
/// this program and keeps its stack trace.</summary>
internal static class ConsoleErrors
{
    /// <summary>For everything that is thrown while the model is built and the host is started.</summary>
    public static void InOneLine() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        var error = unhandled.ExceptionObject as Exception;
        // What goes wrong in the host's own start comes wrapped.
        if (error is AggregateException { InnerExceptions: [var only] }) error = only;
        if (error is null || !CanBeMended(error)) return;
        Console.Error.WriteLine($"erp: {error.Message}");
        Environment.Exit(1);
    };

    /// <summary>A wrong option, a value of the wrong type, a file or folder that cannot be used.</summary>
    public static bool CanBeMended(Exception error) =>
        error is DistributedApplicationException or IOException or UnauthorizedAccessException
        || error.Source == "Microsoft.Extensions.Configuration.Binder";
}
