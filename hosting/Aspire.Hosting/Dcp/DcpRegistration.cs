using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Dcp;

internal static class DcpRegistration
{
    public static IServiceCollection AddDcp(this IServiceCollection services) => services;
}
