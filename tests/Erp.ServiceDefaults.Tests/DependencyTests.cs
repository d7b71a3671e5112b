using Erp.ServiceDefaults.Errors;

namespace Erp.ServiceDefaults.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void What_every_service_has_knows_no_driver_and_no_message()
    {
        var known = typeof(TransientFaults).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(
            known,
            name =>
                (name.StartsWith("Erp.", StringComparison.Ordinal) && name != "Erp.Api")
                || name
                    is "Confluent.Kafka"
                        or "StackExchange.Redis"
                        or "MySqlConnector"
                        or "MongoDB.Driver"
                        or "System.Data.Common");
    }
}
