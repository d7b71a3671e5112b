using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Erp.AppHost;
using Erp.AppHost.Backing;
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
        AddPayroll(builder);
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
    public async Task A_fifth_service_is_built_balanced_and_patched_over_aspirate_too()
    {
        var builder = PublishBuilder();
        AddPayroll(builder);
        // Before there are target groups: Terraform makes them of what is written here.
        await PublishAsync(builder, new EksOptions { InventoryOnly = true });
        Assert.Equal([_folder.File("model/inventory.json")],
            Directory.EnumerateFileSystemEntries(_folder.File("model"), "*", SearchOption.AllDirectories));
        using var inventory = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("model/inventory.json")));
        var payroll = inventory.RootElement.GetProperty("services").GetProperty("payroll");
        Assert.Equal("erp-employee", payroll.GetProperty("image").GetString());
        Assert.Equal("Erp.Employee/Erp.Employee.csproj", payroll.GetProperty("project").GetString());
        Assert.Equal(8085, payroll.GetProperty("port").GetInt32());
        Assert.Equal("payroll", payroll.GetProperty("short_name").GetString());

        builder = PublishBuilder();
        AddPayroll(builder);
        await PublishAsync(builder, ("payroll", $"{Arn}erp-dev-payroll-nlb-tg/0123456789abcdef"));
        var aspirate = One("components/aspirate/kustomization.yaml");
        Assert.Contains("payroll.yaml", aspirate.List("patches").Select(p => p.Text("path")));
        Assert.Contains("payroll-service", aspirate.List("images").Select(i => i.Text("name")));
        Assert.True(inventory.RootElement.GetRawText() == JsonDocument.Parse(
            await File.ReadAllTextAsync(_folder.File("model/inventory.json"))).RootElement.GetRawText());
    }

    [Fact]
    public async Task A_service_without_a_target_group_is_told_how_it_gets_one()
    {
        var builder = PublishBuilder();
        AddPayroll(builder);
        var options = new EksOptions { TargetGroupsFile = EksOptions.DefaultTargetGroupsFile };
        var failure = await Assert.ThrowsAsync<PublishException>(() => PublishAsync(builder, options));
        Assert.Contains("Terraform makes one after ./erp publish --inventory", failure.Problems.Single().Message);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("smtp.example.com", "")]
    [InlineData("smtp.example.com", "erp")]
    public async Task Mail_is_sent_where_a_server_is_named_and_only_the_way_there_is_open(string host, string user)
    {
        var builder = PublishBuilder();
        foreach (var (name, value) in new[] { ("host", host), ("port", "465"), ("from", "erp@example.com") })
            builder.Configuration[$"Parameters:mail-{name}"] = value;
        builder.Configuration["Parameters:mail-user"] = user;
        var payroll = AddPayroll(builder);
        payroll.WithMail(builder.AddProject("people-service", Program, launchProfileName: null)
            .AsErpService(port: 8086, icon: "People", builder.AddParameter("people-key", () => "key", secret: true)));
        await PublishAsync(
            builder, ("payroll", $"{Arn}erp-dev-payroll-nlb-tg/0123456789abcdef"),
            ("people", $"{Arn}erp-dev-people-nlb-tg/0123456789abcdef"));

        var config = One("base/configmap.yaml").Map("data").Keys.Where(k => k.StartsWith("MAIL_"));
        var secret = await File.ReadAllTextAsync(_folder.File("model/erp-secret.env.example"));
        var policy = One("components/network-policy/networkpolicy-payroll-service.yaml").List("spec", "egress");
        var internet = policy.Single(e => e.List("to").Any(t => t.Text("ipBlock", "cidr") == "0.0.0.0/0"));
        var ports = internet.List("ports").Select(p => p.Number("port"));
        var calls = policy.SelectMany(e => e.List("to")).Where(t => t.Has("podSelector"))
            .Select(t => t.Text("podSelector", "matchLabels", "app"));
        Assert.Equal(host.Length > 0 ? [443, 465] : [443], ports);
        Assert.Equal(host.Length > 0, calls.Contains("people-service"));
        Assert.Equal(host.Length > 0, config.Contains("MAIL_HOST"));
        Assert.Equal(user.Length > 0, config.Contains("MAIL_USER"));
        Assert.Equal(user.Length > 0, secret.Contains("MAIL_PASSWORD", StringComparison.Ordinal));
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

    private static IResourceBuilder<ProjectResource> AddPayroll(IDistributedApplicationBuilder builder)
    {
        var key = builder.AddParameter("auth-signing-key", () => "key", secret: true);
        return builder.AddProject("payroll-service", Program, launchProfileName: null)
            .AsErpService(port: 8085, icon: "Money", key);
    }

    private Task PublishAsync(
        IDistributedApplicationBuilder builder, params (string Service, string Arn)[] targetGroups)
    {
        var options = new EksOptions();
        foreach (var (service, arn) in targetGroups) options.TargetGroups[service] = arn;
        return PublishAsync(builder, options);
    }

    private async Task PublishAsync(IDistributedApplicationBuilder builder, EksOptions options)
    {
        await using var app = builder.Build();
        var publisher = new EksPublisher(options, Repository.Root, _folder.File("model"));
        publisher.Write(await publisher.PlanAsync(
            app.Services.GetRequiredService<DistributedApplicationModel>(), builder.ExecutionContext,
            NullLogger.Instance, new ProblemList(), CancellationToken.None));
    }

    private Doc One(string path) => Doc.Parse(File.ReadAllText(_folder.File($"model/{path}"))).Single();
}
