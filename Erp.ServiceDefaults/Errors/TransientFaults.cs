using System.Data.Common;
using System.Net.Sockets;
using Confluent.Kafka;
using StackExchange.Redis;

namespace Erp.ServiceDefaults.Errors;

/// <summary>Tells a dependency that is away for the moment from a fault of ours.</summary>
public static class TransientFaults
{
    // MySQL: too many connections, shutdown, lock timeout, deadlock, cannot connect, gone away, connection lost, read only.
    private static readonly int[] MySqlTransient = [1040, 1042, 1053, 1158, 1159, 1160, 1161, 1205, 1213, 1290, 2002, 2003, 2006, 2013];

    /// <summary>True when trying again later can help although nothing else changes.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        DependencyUnavailableException => true,
        ProblemException problem => problem.Status is 502 or 503 or 504,
        HttpRequestException { StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError } => true,
        TimeoutException or SocketException => true,
        RedisConnectionException => true,
        RedisServerException redis => redis.Message.StartsWith("LOADING", StringComparison.Ordinal)
            || redis.Message.StartsWith("READONLY", StringComparison.Ordinal)
            || redis.Message.StartsWith("MASTERDOWN", StringComparison.Ordinal)
            || redis.Message.StartsWith("CLUSTERDOWN", StringComparison.Ordinal),
        KafkaException kafka => kafka.Error.Code is not ErrorCode.MsgSizeTooLarge and not ErrorCode.InvalidMsg,
        DbException database => IsTransient(database),
        TaskCanceledException { InnerException: TimeoutException } => true,
        AggregateException { InnerExceptions: [var only] } => IsTransient(only),
        IOException { InnerException: SocketException } => true,
        _ => false,
    };

    private static bool IsTransient(DbException exception) =>
        exception.IsTransient
        || (exception.Data["Server Error Code"] is int number && MySqlTransient.Contains(number))
        || exception.SqlState is ['0', '8', ..] or "40001"
        || exception.InnerException is { } inner && (inner is TimeoutException or IOException or SocketException || IsTransient(inner));
}
