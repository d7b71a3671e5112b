using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Erp.AppHost;

/// <summary>What a pipeline says where no Aspire CLI shows it: what its steps log, as plain lines, and a failing exit
/// code unless all of them succeeded.</summary>
internal static class PipelineConsole
{
    /// <summary>Changes nothing in run mode.</summary>
    public static IDistributedApplicationBuilder AddPipelineConsole(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode) return builder;
        builder.Services.AddSingleton<ILoggerProvider, PlainLines>();
        builder.Services.AddLogging(logging => logging
            .AddFilter<ConsoleLoggerProvider>(null, LogLevel.None)
            .AddFilter<PlainLines>(null, LogLevel.Warning)
            .AddFilter<PlainLines>("Aspire.Hosting.Publishing", LogLevel.Information)
            // The host repeats what the step that failed has said already.
            .AddFilter<PlainLines>("Microsoft.Extensions.Hosting", LogLevel.None));

        // Aspire ends with 0 when a step fails, and so does every host that is told to stop.
        if (builder.Configuration.GetValue<bool>("Pipeline:ListSteps")) return builder;
        Environment.ExitCode = 1;
        builder.Eventing.Subscribe<AfterPublishEvent>((_, _) =>
        {
            Environment.ExitCode = 0;
            return Task.CompletedTask;
        });
        return builder;
    }

    /// <summary>The message alone; stack traces with Aspire's own <c>--include-exception-details true</c>. Written at
    /// once: the console's own logger has a thread for it, which the end of the program leaves behind after a second
    /// and a half, and what it had still to say is lost.</summary>
    private sealed class PlainLines(IConfiguration configuration) : ILoggerProvider, ILogger
    {
        private readonly bool _details = configuration.GetValue<bool>("Pipeline:IncludeExceptionDetails");

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var console = logLevel >= LogLevel.Warning ? Console.Error : Console.Out;
            console.WriteLine(formatter(state, exception));
            if (_details && exception is not null) console.WriteLine(exception);
        }

        public void Dispose()
        {
        }
    }
}
