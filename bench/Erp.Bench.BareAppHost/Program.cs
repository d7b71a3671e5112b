// Aspire with nothing but empty services: what is left of a start when the application is taken away.
// Arguments: the program of the services (Erp.Bench.dll), and how many of them.

using System.Globalization;
using Microsoft.Extensions.Hosting;

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args });
var names = Enumerable.Range(1, int.Parse(args[1], CultureInfo.InvariantCulture)).Select(n => $"service-{n}").ToList();
foreach (var name in names)
    builder.AddExecutable(name, "dotnet", ".", args[0], "--Twin=service")
        .WithHttpEndpoint(env: "ASPNETCORE_HTTP_PORTS")
        .WithHttpHealthCheck("/alive")
        .WithOtlpExporter();

await using var app = builder.Build();
await app.StartAsync();
await Task.WhenAll(names.Select(name => app.ResourceNotifications.WaitForResourceHealthyAsync(name)));
Console.WriteLine("All resources are healthy.");
await app.WaitForShutdownAsync();
