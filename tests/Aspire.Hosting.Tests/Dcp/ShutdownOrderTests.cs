using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Tests.Dcp;

public sealed class ShutdownOrderTests
{
    [Fact]
    public void Waves_run_from_those_who_wait_to_those_waited_for()
    {
        var (database, service, other, page) = (Resource("database"), Resource("service"), Resource("other"), Resource("page"));
        Wait(service, database);
        Wait(other, database);
        Wait(page, service);

        var waves = ShutdownOrder.Waves([database, service, other, page]);

        Assert.Equal(["page", "other,service", "database"], waves.Select(wave => string.Join(',', wave.Select(r => r.Name).Order())));
    }

    [Fact]
    public void A_circle_of_waits_still_ends()
    {
        var (a, b) = (Resource("a"), Resource("b"));
        Wait(a, b);
        Wait(b, a);

        Assert.Equal(2, ShutdownOrder.Waves([a, b]).Sum(wave => wave.Count));
    }

    private static ExecutableResource Resource(string name) => new(name, "sleep", ".");

    private static void Wait(ExecutableResource resource, ExecutableResource on) => resource.Annotations.Add(new WaitAnnotation(on, WaitType.WaitUntilHealthy));
}
