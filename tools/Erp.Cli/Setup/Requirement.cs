namespace Erp.Cli.Setup;

/// <summary>Something a machine needs before the application runs.</summary>
public abstract class Requirement
{
    /// <summary>Short name for the console.</summary>
    public abstract string Name { get; }

    /// <summary>The backing service that it serves, as the AppHost's configuration names it.</summary>
    public abstract string Backing { get; }

    /// <summary>What it is needed for, in a few words.</summary>
    public abstract string Purpose { get; }

    /// <summary>The command that mends it by hand.</summary>
    public abstract string Remedy { get; }

    /// <summary>Where it was found; null when it is missing. Quick: looks at files only.</summary>
    public abstract string? Find();

    /// <summary>Installs or builds it; throws <see cref="ErpException"/> with the reason when it can't.</summary>
    public abstract Task InstallAsync(Action<string> progress);
}
