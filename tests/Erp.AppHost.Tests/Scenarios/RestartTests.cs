using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

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
