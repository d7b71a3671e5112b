using Erp.Notification.Tests.Support;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Notification.Tests;

/// <summary>After the whole system failed, notifications may be told before anybody says who there is.</summary>
public sealed class MailBeforePeopleTests : IAsyncLifetime
{
    private readonly NobodyKnown _backing = new();

    public ValueTask InitializeAsync() => _backing.InitializeAsync();

    public ValueTask DisposeAsync() => _backing.DisposeAsync();

    [Fact]
    public async Task Until_everybody_is_known_mail_waits_and_nothing_of_it_is_a_dead_letter()
    {
        var employee = Backing.NewEmployee();
        using var topic = new Topic(_backing.Kafka);
        await using var replica = await _backing.StartAsync(
            [
                ("Mail:Host", "127.0.0.1"), ("Mail:Port", "1"), ("Mail:From", "erp@example.com"),
                ("services:employee-service:http:0", "http://127.0.0.1:1"), ("Kafka:MaxAttempts", "1"),
            ],
            null);
        await _backing.EpochAsync();

        await topic.RequestAsync(employee, "first", "m-1");
        // Its key's next one is stored: the mail of the first was tried, or its dead letter would be there.
        await topic.RequestAsync(employee, "second", "m-2");
        await Eventually.TrueAsync(() => topic.Acknowledgements("m-2") == 1);
        await EmployeeChanges.ChangedAsync(_backing.Kafka, employee);
        await EmployeeChanges.PublishedAsync(_backing.Kafka, count: 1);

        var people = replica.Service.Services.GetRequiredService<Erp.People.PeopleView>();
        await Eventually.TrueAsync(() => people.Complete.IsCompleted);
        await Eventually.TrueAsync(() => topic.Consumed("mail-group") == 2, TimeSpan.FromSeconds(60));
        Assert.False(topic.IsDead("m-1") || topic.IsDead("m-2"));
    }

    private sealed class NobodyKnown : Backing
    {
        public override async ValueTask InitializeAsync() =>
            await Task.WhenAll(Redis.StartAsync(), Kafka.InitializeAsync().AsTask());
    }
}
