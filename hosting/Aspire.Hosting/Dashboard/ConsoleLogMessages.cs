using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>Log lines in updates that stay below gRPC's limit for a message.</summary>
internal static class ConsoleLogMessages
{
    // Characters, not bytes: even if each took three in UTF-8 the message would stay below 4 MiB.
    private const int MaxCharacters = 1024 * 1024;

    public static IEnumerable<WatchResourceConsoleLogsUpdate> From(IReadOnlyList<LogLine> lines)
    {
        var update = new WatchResourceConsoleLogsUpdate();
        var characters = 0;
        foreach (var line in lines)
        {
            var text = line.Content.Length <= MaxCharacters ? line.Content : line.Content[..MaxCharacters];
            if (characters + text.Length > MaxCharacters && update.LogLines.Count > 0)
            {
                yield return update;
                update = new();
                characters = 0;
            }

            update.LogLines.Add(new ConsoleLogLine { Text = text, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber });
            characters += text.Length;
        }

        if (update.LogLines.Count > 0) yield return update;
    }
}
