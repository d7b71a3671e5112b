using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Erp.AppHost;
using Erp.AppHost.Eks.Publishing;
using Erp.AppHost.Eks.Settings;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Erp.Eks.Tests;

/// <summary>Other models than the one of Program.cs.</summary>
public sealed class PublishedModelTests : IDisposable
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/";
    private static readonly string Program = Repository.File("Erp.Employee", "Erp.Employee.csproj");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task A_fifth_service_gets_the_full_set_with_one_line()
    {
        var builder = PublishBuilder();
        var key = builder.AddParameter("auth-signing-key", () => "key", secret: true);
        builder.AddProject("payroll-service", Program, launchProfileName: null)
            .AsErpService(port: 8085, icon: "Money", key);
        await PublishAsync(builder, ("payroll", $"{Arn}erp-dev-payroll-nlb-tg/0123456789abcdef"));

        Assert.Equal(
            Published.FilesIn(Path.Combine(Published.Folder, "employee")),
            Published.FilesIn(_folder.File("model/payroll")));
        Assert.Equal(8085, One("payroll/service.yaml").List("spec", "ports").Single().Number("port"));
        Assert.Equal("payroll-tgb", One("payroll/targetgroupbinding.yaml").Name);
        Assert.Contains("payroll", One("kustomization.yaml").List("resources").Select(r => r.Text()));
        Assert.True(File.Exists(_folder.File("model/components/network-policy/networkpolicy-payroll-service.yaml")));
        Assert.True(File.Exists(_folder.File("model/components/rollouts/rollout-payroll.yaml")));
    }

    [Fact]
    public async Task What_the_cluster_could_not_run_is_a_problem_with_resource_and_field()
    {
        var builder = PublishBuilder();
        builder.AddProject("lonely-service", Program, launchProfileName: null)
            .WithHttpEndpoint(port: 8086, name: "http");
        builder.AddProject("mute-service", Program, launchProfileName: null);
        var failure = await Assert.ThrowsAsync<PublishException>(() =>
            PublishAsync(builder, ("lonely", $"{Arn}erp-dev-lonely-nlb-tg/0123456789abcdef")));
        Assert.Equal(
            [
                "lonely-service: liveness probe", "lonely-service: readiness probe", "lonely-service: replicas",
                "lonely-service: startup probe", "mute-service: endpoint http",
            ],
            failure.Problems.Select(p => $"{p.Resource}: {p.Field}").Order());
        Assert.False(Directory.Exists(_folder.File("model")));
    }

    private static IDistributedApplicationBuilder PublishBuilder() =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            Args = ["--operation", "publish", "--step", "publish"],
            DisableDashboard = true,
        });

    private async Task PublishAsync(
        IDistributedApplicationBuilder builder, params (string Service, string Arn)[] targetGroups)
    {
        var options = new EksOptions();
        foreach (var (service, arn) in targetGroups) options.TargetGroups[service] = arn;
        await using var app = builder.Build();
        var publisher = new EksPublisher(options, Repository.Root, _folder.File("model"));
        publisher.Write(await publisher.PlanAsync(
            app.Services.GetRequiredService<DistributedApplicationModel>(), builder.ExecutionContext,
            NullLogger.Instance, new ProblemList(), CancellationToken.None));
    }

    private Doc One(string path) => Doc.Parse(File.ReadAllText(_folder.File($"model/{path}"))).Single();
}
