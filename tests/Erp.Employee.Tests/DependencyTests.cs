using System.Text.Json;

namespace Erp.Employee.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void The_service_carries_no_driver_but_those_of_MySql_and_Kafka()
    {
        using var file = File.OpenRead(Path.ChangeExtension(typeof(Program).Assembly.Location, ".deps.json"));
        var carried = JsonDocument.Parse(file).RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => library.Name.Split('/')[0]).ToList();
        Assert.Contains("MySqlConnector", carried);
        Assert.Contains("Confluent.Kafka", carried);
        Assert.DoesNotContain(carried, name =>
            name.StartsWith("MongoDB.", StringComparison.Ordinal)
            || name is "StackExchange.Redis" or "Microsoft.Data.Sqlite");
    }
}
