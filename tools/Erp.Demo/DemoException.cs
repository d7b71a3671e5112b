namespace Erp.Demo;

/// <summary>A service refused or is away; the message says which and why.</summary>
public sealed class DemoException(string message) : Exception(message);
