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

    // Redis: restarting, failing over, resharding, full, without a disk or enough replicas, or held up by a script. Each with what follows it: BUSYGROUP is a fault of ours.
    private static readonly string[] RedisTransient =
        ["LOADING ", "READONLY ", "MASTERDOWN ", "CLUSTERDOWN ", "TRYAGAIN ", "OOM ", "MISCONF ", "NOREPLICAS ", "BUSY "];

    /// <summary>True when trying again later can help although nothing else changes.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        DependencyUnavailableException => true,
        ProblemException problem => problem.Status is 502 or 503 or 504,
        HttpRequestException { StatusCode: null or >= System.Net.HttpStatusCode.InternalServerError } => true,
        TimeoutException or SocketException => true,
        RedisConnectionException => true,
        RedisServerException redis => RedisTransient.Any(code => redis.Message.StartsWith(code, StringComparison.Ordinal)),
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
