using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
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
        builder.Services.AddLogging(logging => logging
            .AddConsole(console =>
            {
                console.FormatterName = PlainLines.Key;
                console.LogToStandardErrorThreshold = LogLevel.Warning;
            })
            .AddConsoleFormatter<PlainLines, ConsoleFormatterOptions>()
            .AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning)
            .AddFilter<ConsoleLoggerProvider>("Aspire.Hosting.Publishing", LogLevel.Information)
            // The host repeats what the step that failed has said already.
            .AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None));

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

    /// <summary>The message alone; stack traces with Aspire's own <c>--include-exception-details true</c>.</summary>
    private sealed class PlainLines(IConfiguration configuration) : ConsoleFormatter(Key)
    {
        public const string Key = "plain-lines";

        private readonly bool _details = configuration.GetValue<bool>("Pipeline:IncludeExceptionDetails");

        public override void Write<TState>(
            in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            textWriter.WriteLine(entry.Formatter(entry.State, entry.Exception));
            if (_details && entry.Exception is { } exception) textWriter.WriteLine(exception);
        }
    }
}
