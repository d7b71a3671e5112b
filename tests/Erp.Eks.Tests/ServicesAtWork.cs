using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>What the services' programs ask of Kafka, once: everything that they do with it.</summary>
internal static class ServicesAtWork
{
    private const string Employee = "employee-service", Requests = "approval-request-service";
    private const string Processing = "approval-processing-service", Notification = "notification-service";

    /// <summary>Who keeps the dead letters of a topic, and who sends there.</summary>
    private static readonly (string Topic, string Keeper, string Sender)[] Consumed =
    [
        ("approval-requests", Processing, Requests),
        ("approval-results", Requests, Processing),
        ("approval-notifications", Notification, Requests),
    ];

    public static async Task Before_the_job_has_run_they_wait(KafkaProcesses kafka, ServicePrograms services)
    {
        foreach (var service in Published.Services)
        {
            await Eventually.TrueAsync(() => kafka.Refusals(service).Count > 0);
            Assert.False(await services.IsReadyAsync(service));
        }
    }

    public static async Task They_do_all_that_they_have_to_and_are_refused_nothing(
        KafkaProcesses kafka, ServicePrograms services)
    {
        foreach (var service in Published.Services) await Eventually.TrueAsync(() => services.IsReadyAsync(service));
        var before = Published.Services.ToDictionary(s => s, s => kafka.Refusals(s).Count);
        var (ann, bob) = await An_approval_goes_from_its_request_to_its_mail(services);
        await Dead_letters_are_kept_sent_back_and_dropped(kafka, services);
        await What_Redis_lost_comes_back(services, ann, bob);
        Assert.All(before, service => Assert.Empty(kafka.Refusals(service.Key).Skip(service.Value)));
    }

    private static async Task<(long Ann, long Bob)> An_approval_goes_from_its_request_to_its_mail(
        ServicePrograms services)
    {
        using var hr = services.As(Employee, Tokens.User(1_000_000, "HR"));
        var ann = await HireAsync(hr, "Ann", "STAFF");
        var bob = await HireAsync(hr, "Bob", "MANAGER");
        await ReadAsync(await hr.PutAsJsonAsync(
            $"employees/{ann}/mail-preferences", new { types = new[] { "APPROVAL_STATUS_CHANGED" } }));
        var request = await RequestAsync(services, ann, bob);
        using var inbox = services.As(Processing, Tokens.User(bob, "MANAGER"));
        var step = $"process/{bob}/{request}";
        await Eventually.TrueAsync(async () => (await inbox.GetAsync(step)).IsSuccessStatusCode);
        await ReadAsync(await inbox.PostAsJsonAsync(step, new { status = "approved" }));
        using var record = services.As(Requests, Tokens.User(ann));
        await Eventually.GetAsync(
            () => record.GetStringAsync($"approvals/{request}"), text => text.Contains("\"status\":\"approved\""));
        await Eventually.TrueAsync(() => Directory.EnumerateFiles(services.Mails, "*.eml").Any());
        return (ann, bob);
    }

    private static async Task Dead_letters_are_kept_sent_back_and_dropped(
        KafkaProcesses kafka, ServicePrograms services)
    {
        foreach (var (topic, keeper, sender) in Consumed)
        {
            await kafka.ProduceAsync(sender, topic, "no message");
            using var letters = services.As(keeper, Tokens.Service("operator"));
            Task<string> ListAsync() => letters.GetStringAsync($"dead-letters?of={topic}");
            static int Count(string list) => JsonDocument.Parse(list).RootElement.GetProperty("items").GetArrayLength();

            var list = await Eventually.GetAsync(ListAsync, l => Count(l) == 1);
            var id = Regex.Match(list, "\"id\":\"([^\"]+)\"").Groups[1].Value;
            Assert.Contains("no message", await letters.GetStringAsync($"dead-letters/{topic}/{id}"));

            await ReadAsync(await letters.PostAsJsonAsync($"dead-letters/{topic}/replay", new { }));
            // It dies again.
            await Eventually.GetAsync(ListAsync, l => Count(l) == 1 && !l.Contains($"\"id\":\"{id}\""));
            await ReadAsync(await letters.PostAsJsonAsync($"dead-letters/{topic}/drop", new { }));
            Assert.Equal(0, Count(await ListAsync()));
        }
    }

    private static async Task What_Redis_lost_comes_back(ServicePrograms services, long ann, long bob)
    {
        var request = await RequestAsync(services, ann, bob);
        using var inbox = services.As(Processing, Tokens.User(bob, "MANAGER"));
        using var notifications = services.As(Notification, Tokens.User(ann));
        async Task AreThereAsync()
        {
            await Eventually.TrueAsync(
                async () => (await inbox.GetAsync($"process/{bob}/{request}")).IsSuccessStatusCode);
            await Eventually.GetAsync(
                () => notifications.GetStringAsync($"notifications/recent/{ann}"),
                text => text.Contains("\"approved\""));
        }
        await AreThereAsync();
        await services.Redis.FlushAsync();
        await AreThereAsync();
    }

    private static async Task<long> HireAsync(HttpClient hr, string name, string role)
    {
        var hired = await hr.PostAsJsonAsync("employees", new
        {
            name, email = $"{name}@example.com", department = "Sales", position = "Clerk", role,
        });
        return (await ReadAsync(hired)).GetProperty("id").GetInt64();
    }

    private static async Task<long> RequestAsync(ServicePrograms services, long requester, long approver)
    {
        using var record = services.As(Requests, Tokens.User(requester));
        // It knows people a moment after they were hired.
        var answer = await Eventually.GetAsync(
            () => record.PostAsJsonAsync("approvals", new
            {
                requesterId = requester, title = "Chairs", content = "Twelve.", type = "GENERAL",
                steps = new[] { new { step = 1, approverId = approver } },
            }),
            r => r.IsSuccessStatusCode);
        return (await ReadAsync(answer)).GetProperty("requestId").GetInt64();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
