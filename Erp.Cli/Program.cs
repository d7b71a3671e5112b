using System.CommandLine;
using Erp.Cli;
using Erp.Cli.Commands;

var root = new RootCommand("An ERP of four services on .NET Aspire: run it whole, test it whole, publish it to Amazon EKS.")
{
    RunCommand.Create(),
    TestCommand.Create(),
    PublishCommand.Create(),
    ImagesCommand.Create(),
    TokenCommand.Create(),
    BenchCommand.Create(),
    DoctorCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (ErpException problem)
{
    await Console.Error.WriteLineAsync($"erp: {problem.Message}");
    return 1;
}
