using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Erp.TestSupport;

/// <summary>The topic <c>employee-changes</c> as employee-service fills it. Written without the services' own code: it
/// is what services agree on.</summary>
public static class EmployeeChanges
{
    /// <summary>What somebody is since their latest change.</summary>
    public static Task ChangedAsync(
        IKafka kafka, long employeeId, string role = "STAFF", bool active = true, long version = 1,
        long? deputyId = null) =>
        PublishAsync(kafka, employeeId.ToString(CultureInfo.InvariantCulture), "EmployeeChanged", new
        {
            employeeId, name = $"Person {employeeId}", department = "Sales", position = "Clerk", role, active,
            changedAt = DateTimeOffset.UtcNow, version,
            deputy = deputyId is null
                ? null
                : new { employeeId = deputyId, from = new DateOnly(2000, 1, 1), until = new DateOnly(2100, 1, 1) },
        });

    /// <summary>The word that everybody is in the topic: without it no service gets ready.</summary>
    public static Task PublishedAsync(IKafka kafka, long count = 0) =>
        PublishAsync(kafka, "published", "EmployeesPublished", new { count, publishedAt = DateTimeOffset.UtcNow });

    /// <summary>Any record.</summary>
    public static async Task PublishAsync(IKafka kafka, string key, string type, object body)
    {
        // Not idempotent: a producer of one record would wait half a second for its id.
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All };
        using var producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
        await producer.ProduceAsync("employee-changes", new()
        {
            Key = key,
            Value = JsonSerializer.Serialize(body),
            Headers =
            [
                new Header("message-id", Encoding.UTF8.GetBytes($"{Guid.NewGuid():N}")),
                new Header("message-type", Encoding.UTF8.GetBytes(type)),
            ],
        });
    }
}
