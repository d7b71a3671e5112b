using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Model;

public class PipelineTests
{
    private static Task RunAsync(Action<IDistributedApplicationBuilder> describe, string step = "publish") =>
        TestModel.PublishAsync(describe, "--operation", "publish", "--step", step, "--output-path", Path.GetTempPath());

    [Fact]
    public async Task Steps_run_after_those_that_they_depend_on()
    {
        var done = new List<string>();
        Func<PipelineStepContext, Task> Note(string name) => _ =>
        {
            done.Add(name);
            return Task.CompletedTask;
        };

        await RunAsync(builder =>
        {
            builder.Pipeline.AddStep("last", Note("last"), dependsOn: new[] { "middle", "first" }, requiredBy: "publish");
            builder.Pipeline.AddStep("middle", Note("middle"), dependsOn: "first");
            builder.Pipeline.AddStep("first", Note("first"));
            builder.Pipeline.AddStep("other", Note("other"));
        });

        Assert.Equal(["first", "middle", "last"], done);
    }

    [Fact]
    public async Task A_step_sees_the_model_the_services_and_the_configuration()
    {
        PipelineStepContext? seen = null;

        await RunAsync(builder =>
        {
            builder.AddService("web");
            builder.Pipeline.AddStep("look", context =>
            {
                seen = context;
                return Task.CompletedTask;
            }, requiredBy: "publish");
        });

        Assert.NotNull(seen);
        Assert.Equal("web", Assert.Single(seen.Model.Resources).Name);
        Assert.True(seen.ExecutionContext.IsPublishMode);
        Assert.False(seen.CancellationToken.IsCancellationRequested && !seen.CancellationToken.CanBeCanceled);
    }

    [Fact]
    public async Task The_model_can_be_changed_before_it_is_published()
    {
        var names = new List<string>();

        await RunAsync(builder =>
        {
            builder.Eventing.Subscribe<BeforeStartEvent>((happened, _) =>
            {
                happened.Model.Resources.Add(new ContainerResource("added"));
                return Task.CompletedTask;
            });
            builder.Pipeline.AddStep("look", context =>
            {
                names.AddRange(context.Model.Resources.Select(resource => resource.Name));
                return Task.CompletedTask;
            }, requiredBy: "publish");
        });

        Assert.Equal(["added"], names);
    }

    [Fact]
    public async Task The_first_failure_ends_it_and_names_the_step()
    {
        var ran = false;

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunAsync(builder =>
        {
            builder.Pipeline.AddStep("breaks", _ => throw new InvalidOperationException("the disk is full"), requiredBy: "publish");
            builder.Pipeline.AddStep("after", _ =>
            {
                ran = true;
                return Task.CompletedTask;
            }, dependsOn: "breaks", requiredBy: "publish");
        }));

        Assert.Equal("Step 'breaks' failed: the disk is full", error.Message);
        Assert.False(ran);
    }

    [Theory]
    [InlineData("publish", "nowhere", "nowhere")]
    [InlineData("absent", "publish", "absent")]
    public async Task Unknown_steps_are_named(string asked, string requiredBy, string unknown)
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() =>
            RunAsync(builder => builder.Pipeline.AddStep("a", _ => Task.CompletedTask, requiredBy: requiredBy), asked));

        Assert.Contains($"'{unknown}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_is_refused_with_its_steps()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => RunAsync(builder =>
        {
            builder.Pipeline.AddStep("a", _ => Task.CompletedTask, dependsOn: "b", requiredBy: "publish");
            builder.Pipeline.AddStep("b", _ => Task.CompletedTask, dependsOn: "a");
        }));

        Assert.Contains("a -> b -> a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_steps_of_one_name_are_refused()
    {
        var pipeline = TestModel.Builder().Pipeline;
        pipeline.AddStep("a", _ => Task.CompletedTask);

        Assert.Throws<InvalidOperationException>(() => pipeline.AddStep("a", _ => Task.CompletedTask));
    }

    [Fact]
    public void Neither_orchestrator_nor_dashboard_is_registered_when_publishing()
    {
        var (run, publish) = (TestModel.Builder(), TestModel.Builder("--operation", "publish"));

        Assert.Contains(run.Services, service => service.ServiceType == typeof(IHostedService));
        Assert.DoesNotContain(publish.Services, service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DistributedApplication).Assembly);
    }

    [Fact]
    public void An_unknown_operation_is_refused()
    {
        Assert.Contains("'deploy'", Assert.Throws<DistributedApplicationException>(() => TestModel.Builder("--operation", "deploy")).Message, StringComparison.Ordinal);
    }
}
