using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Erp.TestSupport;

/// <summary>Keeps what was logged.</summary>
public sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Level and text of every entry so far, in order.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    void IDisposable.Dispose() { }
}
