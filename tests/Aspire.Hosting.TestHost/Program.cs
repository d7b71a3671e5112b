// An application that the shutdown tests run as a process of its own, to interrupt and to kill it.
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
builder.Configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true")]);

var sleeper = builder.AddExecutable("sleeper", "sleep", ".", "1000");
builder.AddProject<Projects.Aspire_Hosting_TestService>("web", launchProfileName: null)
    .WithHttpEndpoint(name: "http")
    .WithReplicas(2)
    .WithHttpHealthCheck("/health")
    .WaitForStart(sleeper);

await using var app = builder.Build();
await app.StartAsync();
await app.ResourceNotifications.WaitForResourceHealthyAsync("web");
Console.WriteLine("up");
await app.WaitForShutdownAsync();
