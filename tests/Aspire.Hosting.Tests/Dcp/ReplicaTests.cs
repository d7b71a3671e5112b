using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Erp.TestSupport;

namespace Aspire.Hosting.Tests.Dcp;

public sealed class ReplicaTests : IAsyncLifetime
{
    private TestApplication _test = null!;

    public async Task InitializeAsync() => _test = await TestApplication.StartAsync(builder =>
    {
        var back = builder.AddProject<Projects.Aspire_Hosting_TestService>("back", launchProfileName: null).WithHttpEndpoint(name: "http");
        builder.AddProject<Projects.Aspire_Hosting_TestService>("front", launchProfileName: null)
            .WithHttpEndpoint(name: "http")
            .WithHttpHealthCheck("/health")
            .WithReplicas(2)
            .WithArgs("--color", "red")
            .WithEnvironment("GREETING", "hello")
            .WithReference(back);
    });

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Both_replicas_answer_behind_one_port()
    {
        await _test.Notifications.WaitForResourceHealthyAsync("front", _test.End);
        var instances = await _test.InstancesAsync("front", 2, KnownResourceStates.Running);
        using var client = _test.HttpClient("front");

        var seen = new HashSet<int>();
        await Eventually.TrueAsync(async () =>
        {
            seen.Add(await client.GetFromJsonAsync<int>("/", _test.End));
            return seen.Count == 2;
        });

        Assert.Equal(instances.Select(TestApplication.Pid).Order(), seen.Order());
    }

    [Fact]
    public async Task Each_replica_has_an_id_of_its_own_in_names_and_telemetry()
    {
        await _test.Notifications.WaitForResourceHealthyAsync("front", _test.End);
        var instances = await _test.InstancesAsync("front", 2, KnownResourceStates.Running);

        var attributes = instances.Select(i => Variable(i, "OTEL_RESOURCE_ATTRIBUTES")).ToHashSet();
        var ids = instances.Select(i => $"service.instance.id={i.ResourceId["front-".Length..]}").ToHashSet();

        Assert.Equal(2, ids.Count);
        Assert.Equal(ids, attributes);
        Assert.All(instances, i => Assert.Equal("front", Variable(i, "OTEL_SERVICE_NAME")));
    }

    [Fact]
    public async Task Environment_arguments_and_the_addresses_of_others_arrive()
    {
        await _test.Notifications.WaitForResourceHealthyAsync("front", _test.End);
        using var client = _test.HttpClient("front");
        using var back = _test.HttpClient("back");

        Assert.Equal("hello", await client.GetStringAsync("/env/GREETING", _test.End));
        Assert.DoesNotContain("aspire-dcp", await client.GetStringAsync("/env/XDG_CACHE_HOME", _test.End), StringComparison.Ordinal);
        Assert.Equal(["--color", "red"], (await client.GetFromJsonAsync<string[]>("/args", _test.End))!);
        Assert.Equal(back.BaseAddress, new Uri(await client.GetStringAsync("/env/services__back__http__0", _test.End)));
    }

    [Fact]
    public async Task The_dashboard_gets_urls_that_are_active_once_the_process_runs()
    {
        var instances = await _test.InstancesAsync("front", 2, KnownResourceStates.Running);
        using var client = _test.HttpClient("front");

        Assert.All(instances, i =>
        {
            var url = Assert.Single(i.Snapshot.Urls);
            Assert.Equal(client.BaseAddress, new Uri(url.Url));
            Assert.False(url.IsInactive);
        });
    }

    private static string Variable(ResourceEvent e, string name) => e.Snapshot.EnvironmentVariables.Single(v => v.Name == name).Value!;
}
