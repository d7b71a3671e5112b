using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.SampleAppHost;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Testing;

/// <summary>An AppHost's own Program, run by the testing builder.</summary>
public sealed class TestingBuilderTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(90));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task The_application_runs_as_its_AppHost_describes_it()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(_limit.Token);
        await using var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("web", _limit.Token);

        using var client = app.CreateHttpClient("web");

        Assert.Equal("hello", await client.GetStringAsync("/", _limit.Token));
        Assert.Equal(client.BaseAddress, app.GetEndpoint("web", "http"));
        // The AppHost asks for a fixed port; tests that run at once must not meet there.
        Assert.NotEqual(18099, client.BaseAddress!.Port);
        Assert.Equal("Greeting=hello", await app.GetConnectionStringAsync("store", _limit.Token));
    }

    [Fact]
    public async Task A_test_changes_what_the_AppHost_has_described_before_it_is_built()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(["--Parameters:greeting=servus"], _limit.Token);
        builder.Resources.Remove(builder.Resources.Single(r => r.Name == "web"));
        builder.Services.AddSingleton("added by the test");

        await using var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);

        Assert.Equal("added by the test", app.Services.GetRequiredService<string>());
        Assert.Equal("Greeting=servus", await app.GetConnectionStringAsync("store", _limit.Token));
        Assert.Throws<ArgumentException>(() => app.CreateHttpClient("web"));
    }

    [Fact]
    public async Task Options_can_be_changed_before_the_builder_is_made()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(
            [], (options, settings) =>
            {
                Assert.True(options.DisableDashboard);
                settings.EnvironmentName = "Staging";
                settings.Configuration = new ConfigurationManager();
                settings.Configuration.AddInMemoryCollection([new("Mine", "1"), new("DcpPublisher:RandomizePorts", "false")]);
            },
            _limit.Token);

        Assert.Equal("Staging", builder.Environment.EnvironmentName);
        Assert.Equal(("1", "false"), (builder.Configuration["Mine"], builder.Configuration["DcpPublisher:RandomizePorts"]));
    }

    [Fact]
    public async Task Random_ports_are_the_default_and_the_AppHosts_folder_is_the_content_root()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(_limit.Token);

        Assert.Equal("true", builder.Configuration["DcpPublisher:RandomizePorts"]);
        Assert.EndsWith("Aspire.Hosting.SampleAppHost", builder.AppHostDirectory, StringComparison.Ordinal);
        Assert.Equal(["greeting", "store", "web"], builder.Resources.Select(r => r.Name).Order());
    }

    [Fact]
    public async Task An_entry_point_that_throws_fails_the_creation_with_its_own_exception()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DistributedApplicationTestingBuilder.CreateAsync<Sample>(["--fail"], _limit.Token));

        Assert.Equal("The sample fails on purpose.", failure.Message);
    }

    [Fact]
    public async Task An_entry_point_that_builds_nothing_is_an_error_not_a_hang()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => DistributedApplicationTestingBuilder.CreateAsync<Sample>(["--leave"], _limit.Token));

        Assert.Contains("without building an application", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_of_a_library_names_no_AppHost() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => DistributedApplicationTestingBuilder.CreateAsync<IResource>(_limit.Token));

    [Fact]
    public async Task Disposing_a_builder_that_never_built_ends_its_AppHost()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(_limit.Token);

        await builder.DisposeAsync().AsTask().WaitAsync(_limit.Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => builder.BuildAsync(_limit.Token));
    }

    [Fact]
    public async Task Stopping_the_application_frees_its_ports()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Sample>(_limit.Token);
        await using var app = await builder.BuildAsync(_limit.Token);
        await app.StartAsync(_limit.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("web", _limit.Token);
        var address = app.GetEndpoint("web");

        await app.StopAsync(_limit.Token);

        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(address.Host, address.Port, _limit.Token).AsTask());
    }

    [Fact]
    public void Nothing_is_asked_of_an_application_that_has_not_been_started()
    {
        using var builder = DistributedApplicationTestingBuilder.Create();
        using var app = builder.Build();

        Assert.Throws<InvalidOperationException>(() => app.GetEndpoint("web"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_argument_is_refused(string? argument) => Assert.ThrowsAny<ArgumentException>(() => DistributedApplicationTestingBuilder.Create(argument!));
}
