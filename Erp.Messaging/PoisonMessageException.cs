namespace Erp.Messaging;

/// <summary>This message can never be processed, however often it is tried.</summary>
public sealed class PoisonMessageException(string reason, Exception? inner = null) : Exception(reason, inner);
