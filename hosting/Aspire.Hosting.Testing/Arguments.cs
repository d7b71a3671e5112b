namespace Aspire.Hosting.Testing;

internal static class Arguments
{
    public static void ThrowIfInvalid(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        foreach (var argument in args) ArgumentException.ThrowIfNullOrEmpty(argument, nameof(args));
    }
}
