using System.ComponentModel.DataAnnotations;

namespace Erp.Employee.Data;

/// <summary>Section <c>MySql</c>. The server, user and database come from connection string <c>mysql</c>.</summary>
internal sealed class DatabaseOptions
{
    public const string Section = "MySql";

    /// <summary>Connections that one replica holds at most; requests beyond it wait.</summary>
    [Range(3, 500)]
    public uint PoolSize { get; set; } = 24;

    /// <summary>How long a request waits for a place in the pool, or for the server to take its connection, before it
    /// is told to come back later.</summary>
    [Range(1, 60)]
    public uint WaitSeconds { get; set; } = 8;

    /// <summary>How long a statement may run.</summary>
    [Range(1, 300)]
    public uint CommandTimeoutSeconds { get; set; } = 10;

    /// <summary>Between two attempts to reach a database that is away when the service starts.</summary>
    [Range(0.05, 60)]
    public double StartRetrySeconds { get; set; } = 0.5;
}
