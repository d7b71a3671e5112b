using Erp.AppHost.Tests.Application;
using Erp.AppHost.Tests.Scenarios;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Lifecycle;

[Collection(OnEmbeddedKafka.Name)]
public sealed class RestartTests(EmbeddedKafkaApplication app)
{
    [Fact]
    public async Task A_killed_service_process_is_shown_as_ended_and_comes_back_by_its_start_command()
    {
        const string service = "approval-request-service";
        var replica = await app.KillReplicaAsync(service);
        await app.StartReplicaAsync(service, replica);

        var person = await Person.HireAsync(app);
        await Eventually.TrueAsync(
            async () => await person.RequestAsync(await Person.HireAsync(app, "MANAGER")) > 0,
            TimeSpan.FromSeconds(30));
    }
}

public sealed class NextStartTests
{
    [Fact]
    public async Task Accepted_approvals_and_inboxes_are_there_after_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("erp-next-").FullName;
        Person requester, approver;
        long request;
        var first = new SmallApplication { DataFolder = data };
        try
        {
            await first.InitializeAsync();
            (requester, approver) = (await Person.HireAsync(first), await Person.HireAsync(first, "MANAGER"));
            request = await requester.RequestAsync(approver);
        }
        finally
        {
            await first.DisposeAsync();
        }

        var second = new SmallApplication { DataFolder = data };
        try
        {
            await second.InitializeAsync();
            await new Person(second, requester.Id, "STAFF").SeesStatusAsync(request, "in_progress");
            await new Person(second, approver.Id, "MANAGER").HasInInboxAsync(request, TimeSpan.FromSeconds(40));
        }
        finally
        {
            await second.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }
}
