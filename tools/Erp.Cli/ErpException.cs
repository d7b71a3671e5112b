namespace Erp.Cli;

/// <summary>Something that the user can mend; the message is one readable line that says how.</summary>
public sealed class ErpException(string message) : Exception(message);
