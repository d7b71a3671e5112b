namespace Erp.ServiceDefaults.Errors;

/// <summary>Knows a driver's exceptions, beside the store or the client that uses the driver; see
/// <see cref="TransientFaultExtensions.AddTransientFaultDetector"/>.</summary>
public interface ITransientFaultDetector
{
    /// <summary>True when trying again later can help although nothing else changes; false also for exceptions that are
    /// not this driver's.</summary>
    bool IsTransient(Exception exception);
}
