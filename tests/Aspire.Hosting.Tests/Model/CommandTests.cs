using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class CommandTests
{
    private static async Task<ExecuteCommandResult> ExecuteAsync(Func<ExecuteCommandContext, Task<ExecuteCommandResult>> command, string name = "flush", string resource = "web")
    {
        var builder = TestModel.Builder();
        var web = builder.AddProgram("web").WithCommand("flush", "Flush", command);
        await using var application = builder.Build();
        await application.ResourceNotifications.PublishUpdateAsync(web.Resource, snapshot => snapshot);
        return await application.ResourceCommands.ExecuteCommandAsync(resource, name);
    }

    [Fact]
    public async Task A_command_is_carried_out_for_the_resource_it_is_given_to()
    {
        var name = "";

        var result = await ExecuteAsync(context =>
        {
            name = context.ResourceName;
            return Task.FromResult(CommandResults.Success());
        });

        Assert.True(result.Success);
        Assert.Equal("web", name);
    }

    [Theory]
    [InlineData("unknown", "web")]
    [InlineData("flush", "unknown")]
    public async Task Unknown_commands_and_resources_are_failures_that_name_them(string command, string resource)
    {
        var result = await ExecuteAsync(_ => Task.FromResult(CommandResults.Success()), command, resource);

        Assert.False(result.Success);
        Assert.Contains("unknown", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_command_throws_is_its_failure()
    {
        var result = await ExecuteAsync(_ => throw new InvalidOperationException("the server is down"));

        Assert.False(result.Success);
        Assert.Contains("the server is down", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_command_of_a_name_replaces_the_former()
    {
        var builder = TestModel.Builder();
        var web = builder.AddProgram("web")
            .WithCommand("flush", "Old", _ => Task.FromResult(CommandResults.Failure("old")))
            .WithCommand("flush", "New", _ => Task.FromResult(CommandResults.Success()));
        await using var application = builder.Build();
        await application.ResourceNotifications.PublishUpdateAsync(web.Resource, snapshot => snapshot);

        Assert.True((await application.ResourceCommands.ExecuteCommandAsync(web.Resource, "flush")).Success);
    }
}
