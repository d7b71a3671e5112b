namespace Aspire.Hosting;

/// <summary>A mistake in the description is one readable line on the console and a failing exit code, not a stack trace.</summary>
internal static class ConsoleErrors
{
    private static int s_registered;

    /// <summary>Makes sure of it for whatever Program.cs throws from now on.</summary>
    public static T OneLine<T>(Func<T> create)
    {
        // A test runs Program.cs inside its own process, where an exception has to stay one.
        if (BuilderHooks.Current is null && Interlocked.Exchange(ref s_registered, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (unhandled.ExceptionObject is Exception e && Write(e))
                {
                    Environment.Exit(1);
                }
            };
        }

        return create();
    }

    /// <summary>Writes the line of a known mistake; false for everything else.</summary>
    public static bool Write(Exception exception)
    {
        if (BuilderHooks.Current is not null || Known(exception) is not { } known)
        {
            return false;
        }

        Console.Error.WriteLine(known.Message);
        return true;
    }

    private static Exception? Known(Exception exception) => exception switch
    {
        DistributedApplicationException => exception,
        ArgumentException { TargetSite.DeclaringType: var origin } when origin == typeof(ApplicationModel.ResourceNames) => exception,
        AggregateException { InnerExceptions: [var inner] } => Known(inner),
        Microsoft.Extensions.Options.OptionsValidationException => exception,
        _ => null,
    };
}
