using System.Net.Sockets;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>What the driver's errors mean to us.</summary>
internal static class MySqlErrors
{
    // ER_READ_ONLY_MODE and ER_TEMP_FILE_WRITE_FAILURE, which the driver has no names for.
    private const MySqlErrorCode ReadOnlyMode = (MySqlErrorCode)1836, TemporaryFileNotWritten = (MySqlErrorCode)1878;

    /// <summary>Deadlock and lock wait timeout: nothing was written, the same work may be tried again.</summary>
    public static bool IsDeadlock(this MySqlException e) =>
        e.ErrorCode is MySqlErrorCode.LockDeadlock or MySqlErrorCode.LockWaitTimeout;

    public static bool IsDuplicate(this MySqlException e) => e.ErrorCode is MySqlErrorCode.DuplicateKeyEntry;

    /// <summary>The server takes no writes: it was the writer until another one took over.</summary>
    public static bool IsReadOnly(this MySqlException e) =>
        e.ErrorCode is MySqlErrorCode.OptionPreventsStatement or ReadOnlyMode;

    /// <summary>The server is not there, shuts down, has no place for connections or on its disk, takes too long, loses
    /// the connection (SQL states that begin with 08), or does not know us (a password that is being
    /// changed).</summary>
    public static bool IsUnavailable(this Exception e) => e switch
    {
        MySqlException { IsTransient: true } or MySqlException { SqlState: ['0', '8', ..] or "40001" } => true,
        MySqlException
        {
            ErrorCode: MySqlErrorCode.None or MySqlErrorCode.CommandTimeoutExpired
                or MySqlErrorCode.UnableToConnectToHost
                or MySqlErrorCode.ConnectionCountError or MySqlErrorCode.TooManyUserConnections
                or MySqlErrorCode.UserLimitReached
                or MySqlErrorCode.ServerShutdown or MySqlErrorCode.QueryInterrupted
                or MySqlErrorCode.OptionPreventsStatement or ReadOnlyMode
                or MySqlErrorCode.DiskFull or MySqlErrorCode.RecordFileFull or MySqlErrorCode.ErrorOnWrite
                or MySqlErrorCode.ErrorDuringCommit or MySqlErrorCode.GetErrorNumber or TemporaryFileNotWritten
                or MySqlErrorCode.AccessDenied or MySqlErrorCode.DatabaseAccessDenied
        } => true,
        MySqlException { InnerException: SocketException or IOException or TimeoutException or MySqlException } => true,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>The database, a table or a column is not there.</summary>
    public static bool IsOfMissingSchema(this Exception e) =>
        e is MySqlException
        {
            ErrorCode: MySqlErrorCode.UnknownDatabase or MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError
        };
}
