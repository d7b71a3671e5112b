using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>Every kind of bad body on every endpoint that takes one: refused with a code, and nothing is
/// changed.</summary>
[Collection(EmployeeTests.Name)]
public sealed class BadBodyTests(EmployeeFixture erp)
{
    private static readonly Dictionary<string, WriteRequest> Prepared = [];

    public static TheoryData<string> Endpoints => [.. WriteEndpoint.All.Select(e => e.Name)];

    public static TheoryData<string, int, string> Cases()
    {
        var cases = new TheoryData<string, int, string>();
        foreach (var endpoint in WriteEndpoint.All)
            foreach (var (index, body) in endpoint.BadBodies().Index())
                cases.Add(endpoint.Name, index, body.Name);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Is_refused_and_changes_nothing(string name, int index, string what)
    {
        var endpoint = WriteEndpoint.All.Single(e => e.Name == name);
        if (!Prepared.TryGetValue(name, out var write)) Prepared[name] = write = await endpoint.PrepareAsync(erp);
        var bad = BadInput.For(write.Valid, endpoint.Optional, endpoint.Free)
            .Where(b => !endpoint.BodyIsOptional || b.Name is not ("empty body" or "JSON null")).ElementAt(index);
        Assert.Equal(what, bad.Name);
        var before = await erp.ChecksumAsync();
        await BadInput.AssertRefusedAsync(write.Client, write.Method, write.Path, bad);
        Assert.Equal(before, await erp.ChecksumAsync());
    }

    [Theory, MemberData(nameof(Endpoints))]
    public async Task The_body_that_was_spoilt_is_good_in_itself(string name)
    {
        var write = await WriteEndpoint.All.Single(e => e.Name == name).PrepareAsync(erp);
        using var response = await write.SendAsync();
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public void Every_endpoint_with_a_body_is_here()
    {
        var known = WriteEndpoint.All.Select(e => e.Name).Order();
        Assert.Equal(erp.EndpointsWithBody().Order(), known);
    }
}
