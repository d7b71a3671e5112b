using System.Text.Json.Serialization;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Repository = Erp.TestSupport.Repository;

namespace Erp.Cli.Tests.Requests;

/// <summary>The clients that Kiota makes of the committed OpenAPI documents compile, send what is meant and understand
/// the answers, refusals too.</summary>
public sealed class GeneratedClientTests : IDisposable
{
    private const string Program = """
        using Microsoft.Kiota.Abstractions.Authentication;
        using Microsoft.Kiota.Http.HttpClientLibrary;

        var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = args[0] };
        var employee = await new Employee.Client(adapter).Employees.PostAsync(new()
        {
            Name = "Kim Minsu", Email = "minsu@example.com", Department = "Sales", Position = "Clerk",
            Role = Employee.Models.Role.STAFF,
        });
        Console.WriteLine($"{employee!.Id} {employee.Role}");
        var approval = await new ApprovalRequest.Client(adapter).Approvals.PostAsync(new()
        {
            RequesterId = 1, Title = "A chair", Content = "Mine is broken.",
            Type = ApprovalRequest.Models.ApprovalType.EXPENSE, Steps = [new() { Step = 1, ApproverId = 2 }],
        }, request => request.Headers.Add("Idempotency-Key", "once"));
        Console.WriteLine($"{approval!.RequestId} {approval.Status} {approval.Steps![0].ApproverId}");
        try
        {
            await new ApprovalProcessing.Client(adapter).Process[2][7].PostAsync(new()
            {
                Status = ApprovalProcessing.Models.DecisionStatus.Approved,
            });
        }
        catch (ApprovalProcessing.Models.Problem problem)
        {
            Console.WriteLine($"{problem.ResponseStatusCode} {problem.Code}");
        }
        var recent = await new Notification.Client(adapter).Notifications.Recent[1].GetAsync();
        Console.WriteLine($"{recent!.Items![0].Id} {recent.Next}");
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="LIBRARIES/Microsoft.Kiota.*.dll;LIBRARIES/Std.UriTemplate.dll" />
          </ItemGroup>
        </Project>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task Four_clients_compile_and_speak_with_services()
    {
        var tests = Repository.File("tests");
        var (missing, said) = await Shell.CaptureAsync("dotnet", ["tool", "restore"], tests);
        Assert.SkipWhen(missing != 0, $"The feed has not the tool: {said}");
        foreach (var document in Directory.GetFiles(Repository.File("docs", "openapi"), "*.json"))
        {
            // approval-request-service.json becomes ApprovalRequest.
            var words = Path.GetFileNameWithoutExtension(document).Split('-')[..^1];
            var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            await MustAsync(tests, "kiota", "generate", "--language", "CSharp", "--openapi", document,
                "--output", _folder.File(name), "--namespace-name", name, "--class-name", "Client");
        }
        Assert.All(Directory.EnumerateFiles(_folder.Path, "*.cs", SearchOption.AllDirectories), file =>
            Assert.DoesNotContain("UntypedNode", File.ReadAllText(file), StringComparison.Ordinal));

        var libraries = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        await File.WriteAllTextAsync(_folder.File("Clients.csproj"),
            Project.Replace("LIBRARIES", libraries, StringComparison.Ordinal));
        await File.WriteAllTextAsync(_folder.File("Program.cs"), Program);
        await using var services = await StartAsync();
        Assert.Equal(
        [
            "1 STAFF", "7 In_progress 2", "409 already_decided", "9 ",
        ], (await MustAsync(_folder.Path, "run", "--", services.Urls.Single())).Split('\n')[..^1]);
    }

    /// <summary>Answers as the services do, and only to what they would take.</summary>
    private static async Task<WebApplication> StartAsync()
    {
        var services = WebApplication.CreateSlimBuilder().Build();
        services.Urls.Add("http://127.0.0.1:0");
        services.MapPost("/employees", (Employee body) => body == new Employee("Kim Minsu", "minsu@example.com",
            "Sales", "Clerk", "STAFF")
            ? Results.Created("/employees/1", new { id = 1, role = "STAFF" })
            : Results.BadRequest());
        services.MapPost("/approvals", (HttpContext context, Approval body) =>
            context.Request.Headers["Idempotency-Key"] == "once"
                && body.Type == "EXPENSE" && body.Steps[0] == new Step(1, 2)
                ? Results.Created("/approvals/7", new { requestId = 7, status = "in_progress", steps = body.Steps })
                : Results.BadRequest());
        services.MapPost("/process/2/7", () => Results.Json(
            new { status = 409, code = "already_decided" }, contentType: "application/problem+json", statusCode: 409));
        services.MapGet("/notifications/recent/1",
            () => new { items = new[] { new { id = 9 } }, next = (string?)null, unread = 1 });
        await services.StartAsync();
        return services;
    }

    private sealed record Employee(string Name, string Email, string Department, string Position, string Role);

    private sealed record Approval(string Type, Step[] Steps);

    private sealed record Step([property: JsonPropertyName("step")] int Number, long ApproverId);

    private static async Task<string> MustAsync(string folder, params string[] arguments)
    {
        var (exit, said) = await Shell.CaptureAsync("dotnet", arguments, folder,
            ("KIOTA_CLI_TELEMETRY_OPTOUT", "true"), ("KIOTA_OFFLINE_ENABLED", "true"));
        Assert.True(exit == 0, said);
        return said;
    }
}
