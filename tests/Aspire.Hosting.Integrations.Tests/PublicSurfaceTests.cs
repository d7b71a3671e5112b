using Aspire.Hosting.Tests.PublicSurface;

namespace Aspire.Hosting.Tests;

/// <summary>
/// The assemblies under hosting/ stand in for official ones, so whatever is public in them has to exist there too,
/// letter by letter: sources that compile against ours then compile against the packages as well.
/// </summary>
public sealed class PublicSurfaceTests
{
    [ApiListFact]
    public void Everything_public_is_in_the_official_list_as_it_is_written_there()
    {
        var official = ApiList.Read(ApiListFactAttribute.ListPath!);
        var ours = HostingAssemblies.All.SelectMany(SurfaceReader.Read).ToList();

        var deviations = SurfaceComparison.Deviations(ours, official);

        // One line per deviation, without xunit's truncation of collections.
        Assert.True(deviations.Count == 0, $"{deviations.Count} deviation(s):\n{string.Join('\n', deviations)}");
    }

    [Fact]
    public void Generated_message_types_are_not_public()
    {
        var leaked = HostingAssemblies.All
            .SelectMany(a => a.GetExportedTypes())
            .Where(t => !t.Namespace!.StartsWith("Aspire.Hosting", StringComparison.Ordinal));

        Assert.Empty(leaked);
    }
}
