using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Erp.Testing.Application;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>A replica that hangs: its process lives and does not answer.</summary>
[Collection(OnEmbeddedKafka.Name)]
public sealed class HangScenarios(EmbeddedKafkaApplication app)
{
    [Fact]
    public async Task A_replica_that_hangs_is_named_and_nobody_who_calls_through_another_service_waits_for_long()
    {
        Requires.Linux();
        var (requester, approver) = (await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"));
        var (replica, pid) = await app.RunningReplicaAsync("employee-service");
        var longest = TimeSpan.Zero;

        await Signals.SendAsync(pid, "STOP");
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await requester.Approvals.PostAsJsonAsync("/approvals", new
                {
                    requesterId = requester.Id, title = "New chairs", content = "Twelve of them.", type = "GENERAL",
                    steps = Person.Steps(approver),
                });
                // People whom nobody knows yet are asked about, and may be asked about in vain.
                Assert.True(
                    answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable,
                    $"{answer.StatusCode}");
                if (clock.Elapsed > longest) longest = clock.Elapsed;
            }
            await Eventually.TrueAsync(async () => (await app.LogsAsync("employee-service")).Contains(
                $"{replica} has not answered for", StringComparison.Ordinal));
        }
        finally
        {
            await Signals.SendAsync(pid, "CONT");
        }

        // The limit of a call between services is 8 s; the rest is for a machine that is busy with other tests.
        Assert.True(longest < TimeSpan.FromSeconds(15), $"{longest}");
        await Eventually.TrueAsync(async () => (await app.LogsAsync("employee-service")).Contains(
            $"{replica} answers again.", StringComparison.Ordinal));
    }
}
