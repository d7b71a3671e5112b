using Aspire.Hosting.SampleAppHost;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Testing;

public sealed class FactoryTests
{
    [Fact]
    public async Task A_factory_is_asked_at_each_step_and_answers_for_the_running_application()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var factory = new RecordingFactory();

        Assert.Throws<InvalidOperationException>(() => factory.GetEndpoint("web"));
        await factory.StartAsync(limit.Token);

        Assert.Equal(["creating", "created", "building", "built"], factory.Steps);
        Assert.Equal("Greeting=moin", await factory.GetConnectionString("store"));
    }

    private sealed class RecordingFactory() : DistributedApplicationFactory(typeof(Sample), ["--Parameters:greeting=moin"])
    {
        public List<string> Steps { get; } = [];

        protected override void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions) => Steps.Add("creating");

        protected override void OnBuilderCreated(DistributedApplicationBuilder applicationBuilder) => Steps.Add("created");

        protected override void OnBuilding(DistributedApplicationBuilder applicationBuilder)
        {
            Steps.Add("building");
            applicationBuilder.Resources.Remove(applicationBuilder.Resources.Single(r => r.Name == "web"));
        }

        protected override void OnBuilt(DistributedApplication application) => Steps.Add("built");
    }
}
