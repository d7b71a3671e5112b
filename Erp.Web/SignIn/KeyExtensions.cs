using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using StackExchange.Redis;

namespace Erp.Web.SignIn;

/// <summary>The keys by which cookies and forms are protected.</summary>
internal static class KeyExtensions
{
    /// <summary>The same keys on every replica, so that each reads what another one wrote.</summary>
    public static void AddSharedKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("erp-web");
        services.AddOptions<KeyManagementOptions>().Configure<IConnectionMultiplexer>((keys, redis) =>
            keys.XmlRepository = new RedisXmlRepository(() => redis.GetDatabase(), KeyWatch.Keys));
        services.AddSingleton(p => new SharedKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(p)));
        services.AddSingleton<IKeyManager>(p => p.GetRequiredService<SharedKeys>());
        services.AddHostedService<KeyWatch>();
    }
}
