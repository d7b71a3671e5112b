namespace Erp.Bench;

/// <summary>What keeps a measurement from being one, to be said in one line: a server that does not start, an answer
/// that is wrong, work that was lost or doubled.</summary>
internal sealed class BenchException(string message) : Exception(message);
