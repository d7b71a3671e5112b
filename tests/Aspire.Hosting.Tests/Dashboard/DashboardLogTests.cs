using System.Collections.Concurrent;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class DashboardLogTests
{
    [Fact]
    public async Task Warnings_and_errors_of_the_dashboard_are_ours_and_its_start_up_lines_are_not()
    {
        var seen = await ReadAsync(
            """{"EventId":0,"LogLevel":"Information","Category":"Aspire.Dashboard.DashboardWebApplication","Message":"Aspire dashboard version: 13.5.4"}""",
            """{"EventId":0,"LogLevel":"Warning","Category":"Aspire.Dashboard.Otlp","Message":"odd"}""",
            """{"EventId":0,"LogLevel":"Error","Category":"Microsoft.AspNetCore.Server.Kestrel","Message":"port taken","Exception":"boom"}""",
            """{"EventId":35,"LogLevel":"Warning","Category":"Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager","Message":"No XML encryptor"}""",
            "not json",
            """{"broken":""");

        Assert.Equal(
            [
                (LogLevel.Debug, "Aspire.Hosting.Dashboard.DashboardWebApplication", "Aspire dashboard version: 13.5.4"),
                (LogLevel.Warning, "Aspire.Hosting.Dashboard.Otlp", "odd"),
                (LogLevel.Error, "Aspire.Hosting.Dashboard.Microsoft.AspNetCore.Server.Kestrel", "port taken\nboom"),
                (LogLevel.Debug, "Aspire.Hosting.Dashboard.Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", "No XML encryptor"),
                (LogLevel.Error, "Aspire.Hosting.Dashboard", "not json"),
                (LogLevel.Error, "Aspire.Hosting.Dashboard", """{"broken":"""),
            ],
            seen.Lines);
        Assert.False(seen.Log.Listening.IsCompleted);
    }

    [Fact]
    public async Task It_notices_that_the_dashboard_listens()
    {
        var seen = await ReadAsync("""{"LogLevel":"Information","Category":"Aspire.Dashboard.DashboardWebApplication","Message":"Now listening on: http://localhost:1"}""");

        Assert.True(seen.Log.Listening.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task While_the_application_stops_the_dashboard_is_not_listened_to()
    {
        var sink = new Sink();

        await new DashboardLog(sink, new CancellationToken(canceled: true)).ReadAsync(new StringReader("""{"LogLevel":"Error","Category":"x","Message":"no answer"}"""), LogLevel.Error);

        Assert.Empty(sink.Lines);
    }

    private static async Task<(DashboardLog Log, IReadOnlyCollection<(LogLevel, string, string)> Lines)> ReadAsync(params string[] lines)
    {
        var sink = new Sink();
        var log = new DashboardLog(sink, CancellationToken.None);
        await log.ReadAsync(new StringReader(string.Join('\n', lines)), LogLevel.Error);
        return (log, sink.Lines);
    }

    private sealed class Sink : ILoggerFactory
    {
        public ConcurrentQueue<(LogLevel, string, string)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        private sealed class Line(Sink sink, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                sink.Lines.Enqueue((logLevel, category, formatter(state, exception)));
        }
    }
}
