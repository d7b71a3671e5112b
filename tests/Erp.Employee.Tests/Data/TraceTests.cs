using Erp.Employee.Tests.Support;
using Erp.TestSupport;

namespace Erp.Employee.Tests.Data;

[Collection(EmployeeTests.Name)]
public sealed class TraceTests(EmployeeFixture fixture)
{
    [Fact]
    public async Task Statements_of_a_request_are_in_its_trace()
    {
        var person = await fixture.HireAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await using var replica = fixture.Replica(settings: collector.Settings);
        using var client = replica.ClientFor(Tokens.User(person.Id));
        await Eventually.TrueAsync(
            async () => (await client.GetAsync($"/employees/{person.Id}")).IsSuccessStatusCode
                && collector.Received("/v1/traces").Contains("MySqlConnector", StringComparison.Ordinal));
    }
}
