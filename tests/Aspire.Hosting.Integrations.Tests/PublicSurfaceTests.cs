using Aspire.Hosting.Integrations.Tests.PublicSurface;
using Erp.TestSupport;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>
/// The assemblies under integrations/ stand in for official ones, so whatever is public in them has to exist there too,
/// letter by letter: sources that compile against ours then compile against the packages as well.
/// </summary>
public sealed class PublicSurfaceTests
{
    [Fact]
    public void Everything_public_is_in_the_official_list_as_it_is_written_there()
    {
        // The list of the official API (documentation id, assembly, signature, flags; tab separated) is too large to
        // be kept here.
        Requires.Variable("ASPIRE_API_TSV");
        var official = ApiList.Read(Environment.GetEnvironmentVariable("ASPIRE_API_TSV")!);
        // What the listed types inherit from, which the list leaves out: the package itself says.
        foreach (var type in SurfaceReader.Read(typeof(IDistributedApplicationBuilder).Assembly).Where(m => m.IsType))
            official.TryAdd(type.Id, type);
        var ours = HostingAssemblies.All.SelectMany(SurfaceReader.Read).ToList();

        var deviations = SurfaceComparison.Deviations(ours, official);

        // One line per deviation, without xunit's truncation of collections.
        Assert.True(deviations.Count == 0, $"{deviations.Count} deviation(s):\n{string.Join('\n', deviations)}");
    }
}
