using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Tells <see cref="TransientFaults"/> of a driver.</summary>
public static class TransientFaultExtensions
{
    /// <summary>Adds the detector of a driver's exceptions; once, however often it is called.</summary>
    public static IServiceCollection AddTransientFaultDetector<TDetector>(this IServiceCollection services)
        where TDetector : class, ITransientFaultDetector
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransientFaultDetector, TDetector>());
        return services;
    }
}
