// A service as small as can be, which the tests of the orchestration run: it tells who it is and ends as it is asked to.
using Microsoft.AspNetCore.Builder;

var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
app.MapGet("/", () => Environment.ProcessId);
app.MapGet("/health", () => "ok");
app.MapGet("/env/{name}", (string name) => Environment.GetEnvironmentVariable(name) ?? "");
app.MapGet("/args", () => args);
app.MapGet("/print/{line}", (string line) => Console.Out.WriteLineAsync(line));
app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("service is stopping"));
Console.WriteLine("service is starting");
app.Run();
