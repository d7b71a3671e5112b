namespace Erp.AppHost.Backing;

/// <summary>Where a backing service comes from on this machine.</summary>
internal enum BackingSource
{
    /// <summary>An outside server that <c>ConnectionStrings:NAME</c> names.</summary>
    External,

    /// <summary>The official Aspire container resource, with a data volume.</summary>
    Container,

    /// <summary>A server program of this machine, run as our own process with a data folder of its own.</summary>
    Installed,

    /// <summary>What this repository brings along: the mock Kafka cluster, the SQLite approval store.</summary>
    Embedded,
}
