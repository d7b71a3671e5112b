namespace Erp.Messaging;

/// <summary>Not all dead letters could be sent back; the message is one line that says why and what to do.</summary>
public sealed class ReplayException(string message) : Exception(message);
