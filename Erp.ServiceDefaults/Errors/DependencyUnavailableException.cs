namespace Erp.ServiceDefaults.Errors;

/// <summary>Something this service needs (a database, a broker) does not answer at the moment. Requests are answered
/// 503, consumers try again without end. Stores throw it in place of their drivers' exceptions, or derive from
/// it.</summary>
public class DependencyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
