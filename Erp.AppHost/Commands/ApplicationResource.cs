namespace Erp.AppHost.Commands;

/// <summary>The application as a whole, as a resource of its own: it carries the commands that concern all of
/// it.</summary>
internal sealed class ApplicationResource(string name) : Resource(name);
