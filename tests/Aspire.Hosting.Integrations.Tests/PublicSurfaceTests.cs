using Aspire.Hosting.Integrations.Tests.PublicSurface;

namespace Aspire.Hosting.Integrations.Tests;

/// <summary>
/// The assemblies under integrations/ stand in for official ones, so whatever is public in them has to exist there too,
/// letter by letter: sources that compile against ours then compile against the packages as well.
/// </summary>
public sealed class PublicSurfaceTests
{
    [ApiListFact]
    public void Everything_public_is_in_the_official_list_as_it_is_written_there()
    {
        var official = ApiList.Read(ApiListFactAttribute.ListPath!);
        // What the listed types inherit from, which the list leaves out: the package itself says.
        foreach (var type in SurfaceReader.Read(typeof(IDistributedApplicationBuilder).Assembly).Where(m => m.IsType))
            official.TryAdd(type.Id, type);
        var ours = HostingAssemblies.All.SelectMany(SurfaceReader.Read).ToList();

        var deviations = SurfaceComparison.Deviations(ours, official);

        // One line per deviation, without xunit's truncation of collections.
        Assert.True(deviations.Count == 0, $"{deviations.Count} deviation(s):\n{string.Join('\n', deviations)}");
    }
}
