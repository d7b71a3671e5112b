using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>2,100 random bodies over the write endpoints: none is answered with 5xx.</summary>
[Collection(EmployeeTests.Name)]
public sealed class RandomBodyTests(EmployeeFixture erp)
{
    private const int BodiesPerEndpoint = 150;

    public static TheoryData<string> Endpoints => [.. WriteEndpoint.All.Select(e => e.Name)];

    [Theory, MemberData(nameof(Endpoints))]
    public async Task Random_bodies_are_never_5xx(string name)
    {
        var write = await WriteEndpoint.All.Single(e => e.Name == name).PrepareAsync(erp);
        await RandomBodies.AssertNoServerErrorAsync(
            write.Client, write.Method, write.Path, write.Valid, BodiesPerEndpoint, seed: name.Length);
    }
}
