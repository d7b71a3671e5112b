using System.Diagnostics;
using Aspire.Hosting.Pipelines;
using Erp.AppHost.Backing;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Pipeline;

/// <summary>A program that a step runs, with a list of arguments. What it says, the step says.</summary>
/// <param name="program">Its name, or its path.</param>
/// <param name="remedy">What to do when it is not there.</param>
internal sealed class Tool(string program, string remedy)
{
    private string Name => Path.GetFileName(program);

    /// <summary>Runs it, and fails the step unless it ends with 0.</summary>
    public Task RunAsync(PipelineStepContext step, params string[] arguments) => TellAsync(step, null, arguments);

    /// <summary>Runs it with a text as its standard input, and fails the step unless it ends with 0.</summary>
    public async Task TellAsync(PipelineStepContext step, string? input, params string[] arguments)
    {
        var exit = await StartAsync(step, arguments, input, line => step.Logger.LogInformation("{Line}", line));
        if (exit != 0) throw Failure(arguments, exit);
    }

    /// <summary>Runs it and gives its exit code.</summary>
    public Task<int> TryAsync(PipelineStepContext step, params string[] arguments) =>
        StartAsync(step, arguments, null, line => step.Logger.LogInformation("{Line}", line));

    /// <summary>Runs it and gives what it writes to standard output; fails the step unless it ends with 0.</summary>
    public async Task<string> AskAsync(PipelineStepContext step, params string[] arguments)
    {
        var answer = new List<string>();
        var exit = await StartAsync(step, arguments, null, answer.Add);
        return exit == 0 ? string.Join('\n', answer) : throw Failure(arguments, exit);
    }

    private DistributedApplicationException Failure(string[] arguments, int exit) =>
        new($"{Name} {arguments[0]} ended with {exit}; what it said is above.");

    private async Task<int> StartAsync(
        PipelineStepContext step, string[] arguments, string? input, Action<string> said)
    {
        var path = Programs.Find(program) ?? throw new DistributedApplicationException($"{Name} is missing: {remedy}.");
        step.Logger.LogInformation("{Program} {Arguments}", Name, string.Join(' ', arguments));
        using var process = new Process
        {
            StartInfo = new(path, arguments)
            {
                RedirectStandardInput = input is not null,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text) said(text);
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) step.Logger.LogWarning("{Line}", text);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            if (input is not null) await WriteAsync(process.StandardInput, input);
            await process.WaitForExitAsync(step.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new DistributedApplicationException($"{Name} {arguments[0]} was stopped.");
        }
        return process.ExitCode;
    }

    private static async Task WriteAsync(StreamWriter standardInput, string input)
    {
        try
        {
            await standardInput.WriteLineAsync(input);
            standardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code says how.
        }
    }
}
