using System.CommandLine;
using Erp.Cli;
using Erp.Cli.Commands;

var root =
    new RootCommand("An ERP of four services on .NET Aspire: run it whole, test it whole, publish it to Amazon EKS.")
{
    RunCommand.Create(),
    TestCommand.Create(),
    PublishCommand.Create(),
    DeployCommand.Create(),
    DestroyCommand.Create(),
    ImagesCommand.Create(),
    TokenCommand.Create(),
    BenchCommand.Create(),
    DlqCommand.Create(),
    ChaosCommand.Create(),
    DoctorCommand.Create(),
};

Interruption.Watch();
try
{
    return await root.Parse(args).InvokeAsync(
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, Interruption.Token);
}
catch (OperationCanceledException) when (Interruption.Token.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("erp: stopped.");
    return Interruption.ExitCode;
}
catch (ErpException problem)
{
    await Console.Error.WriteLineAsync($"erp: {problem.Message}");
    return 1;
}
