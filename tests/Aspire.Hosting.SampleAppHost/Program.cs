using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.SampleAppHost;
using Microsoft.AspNetCore.Builder;

// The smallest application there is: one HTTP service, which is this program again.
if (args is ["serve"])
{
    var web = WebApplication.Create();
    web.MapGet("/", () => Environment.GetEnvironmentVariable("GREETING"));
    web.Run();
    return;
}

if (args.Contains("--leave")) return;
if (args.Contains("--fail")) throw new InvalidOperationException("The sample fails on purpose.");

var builder = DistributedApplication.CreateBuilder(args);
var greeting = builder.AddParameter("greeting", "hello");
builder.AddConnectionString("store", ReferenceExpression.Create($"Greeting={greeting}"));
builder.AddExecutable("web", "dotnet", ".", Assembly.GetExecutingAssembly().Location, "serve")
    .WithHttpEndpoint(port: 18099, env: "ASPNETCORE_HTTP_PORTS")
    .WithEnvironment("GREETING", greeting)
    .WithHttpHealthCheck("/");
builder.Build().Run();

namespace Aspire.Hosting.SampleAppHost
{
    /// <summary>Names this AppHost.</summary>
    public sealed class Sample;
}
