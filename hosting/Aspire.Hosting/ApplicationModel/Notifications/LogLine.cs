namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line of a resource's console.</summary>
/// <param name="LineNumber">From 1.</param>
/// <param name="Content">The text; begins with its UTC time where that is known.</param>
/// <param name="IsErrorMessage">Whether it was written to the standard error stream.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>Whether somebody looks at a resource's console.</summary>
/// <param name="Name">Name of the resource or replica.</param>
/// <param name="AnySubscribers">Whether somebody does.</param>
public readonly record struct LogSubscriber(string Name, bool AnySubscribers);
