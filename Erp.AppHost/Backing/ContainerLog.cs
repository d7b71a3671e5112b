using System.Globalization;

namespace Erp.AppHost.Backing;

/// <summary>What a container wrote, asked of the container runtime itself: the orchestrator passes it on with a delay,
/// and of a container that ended at once it may have nothing yet.</summary>
internal static class ContainerLog
{
    /// <summary>The last lines of standard output and of standard error; none when the runtime does not say.</summary>
    /// <param name="container">Its id.</param>
    /// <param name="count">How many of both together.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    public static async Task<IReadOnlyList<LogLine>> ReadAsync(
        string container, int count, CancellationToken cancellationToken)
    {
        if (ContainerRuntime.Current is not { } runtime) return [];
        string[] arguments = ["logs", "--tail", count.ToString(CultureInfo.InvariantCulture), container];
        var (_, output, error) = await runtime.RunAsync(arguments, cancellationToken);
        return [.. Lines(output, isError: false), .. Lines(error, isError: true)];
    }

    private static IEnumerable<LogLine> Lines(string text, bool isError) =>
        text.Split('\n').Select((line, number) => new LogLine(number + 1, line.TrimEnd('\r'), isError));
}
