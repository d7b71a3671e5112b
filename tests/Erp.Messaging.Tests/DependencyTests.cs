using Erp.Messaging.Kafka;

namespace Erp.Messaging.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_library_knows_no_message_and_only_its_Kafka_part_a_driver()
    {
        Assert.Equal(["Erp.Api", "Erp.ServiceDefaults"], Known(typeof(IOutbox)));
        Assert.Equal(
            ["Confluent.Kafka", "Erp.Api", "Erp.Messaging", "Erp.ServiceDefaults"], Known(typeof(KafkaTopic)));
    }

    private static IEnumerable<string> Known(Type type) => type.Assembly.GetReferencedAssemblies().Select(a => a.Name!)
        .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
