using Erp.TestSupport;
using Erp.Web.Layout;

[assembly: AssemblyFixture(typeof(Erp.Web.Tests.Support.WebFixture))]

namespace Erp.Web.Tests.Support;

/// <summary>A Redis for all tests of this project.</summary>
public sealed class WebFixture : IAsyncLifetime
{
    public RedisServer Redis { get; } = new();

    public ValueTask InitializeAsync() => ((IAsyncLifetime)Redis).InitializeAsync();

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Redis).DisposeAsync();

    /// <summary>A replica of Erp.Web in the cloud's manner, at <see cref="Site.Address"/>.</summary>
    public ServiceFactory<App> Replica(
        StandInServices services, RedisServer? redis = null, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(services.Settings)
        {
            ["ConnectionStrings:redis"] = (redis ?? Redis).ConnectionString,
            ["Web:PublicUrl"] = Site.Address.ToString(),
            ["Web:SignInsPerMinute"] = "10000",
        };
        foreach (var (key, value) in settings) all[key] = value;
        return new(all);
    }
}
