using System.Net.Sockets;
using MySqlConnector;

namespace Erp.Employee.Data;

/// <summary>What the driver's errors mean to us.</summary>
internal static class MySqlErrors
{
    /// <summary>Lock wait timeout and deadlock: nothing was written, the same work may be tried again.</summary>
    public static bool IsDeadlock(this MySqlException e) => e.Number is 1205 or 1213;

    public static bool IsDuplicate(this MySqlException e) => e.Number is 1062;

    /// <summary>The server is not there, shuts down, has no place, or its schema is not made yet.</summary>
    public static bool IsUnavailable(this Exception e) => e switch
    {
        MySqlException { Number: 0 or 1040 or 1042 or 1043 or 1044 or 1045 or 1047 or 1049 or 1053 or 1129 or 1146 or 1152 or 1158 or 1159 or 1160 or 1161
            or 1203 or 1226 or 1290 or 1317 or 1836 or 1927 or 2002 or 2003 or 2006 or 2013 or 3024 } => true,
        MySqlException { InnerException: SocketException or IOException or TimeoutException or MySqlException } => true,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };
}
