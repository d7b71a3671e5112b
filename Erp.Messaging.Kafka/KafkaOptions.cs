using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;

namespace Erp.Messaging.Kafka;

/// <summary>Connection string <c>kafka</c> and section <c>Kafka</c>. The defaults suit a broker without TLS.</summary>
public sealed class KafkaOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Kafka";

    /// <summary><c>host:port,host:port</c>, from <c>ConnectionStrings:kafka</c>.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary><c>Plaintext</c>, <c>Ssl</c>, <c>SaslSsl</c> (Amazon MSK with SCRAM).</summary>
    public SecurityProtocol SecurityProtocol { get; set; } = SecurityProtocol.Plaintext;

    /// <summary>PEM file of the authority that signed the brokers' certificates; the system's authorities when
    /// empty.</summary>
    public string SslCaLocation { get; set; } = "";

    /// <summary>PEM file of this client's certificate, for mutual TLS.</summary>
    public string SslCertificateLocation { get; set; } = "";

    /// <summary>PEM file of this client's key, for mutual TLS.</summary>
    public string SslKeyLocation { get; set; } = "";

    /// <summary>For SASL: <c>ScramSha512</c>, <c>Plain</c>, …</summary>
    public SaslMechanism? SaslMechanism { get; set; }

    /// <summary>For SASL.</summary>
    public string SaslUsername { get; set; } = "";

    /// <summary>For SASL.</summary>
    public string SaslPassword { get; set; } = "";

    /// <summary>How long the brokers may take to acknowledge one message before it counts as not sent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A consumer that is silent for this long loses its partitions to others. Brokers refuse less than their
    /// <c>group.min.session.timeout.ms</c>, 6 s where nobody changed it.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:05:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Keys of one consumer that are handled at the same time: so many changes can become one write of a
    /// store.</summary>
    [Range(1, 256)]
    public int Parallelism { get; set; } = 64;

    /// <summary>Messages of one partition that wait or are being handled before the partition is paused.</summary>
    [Range(1, 10_000)]
    public int BufferPerPartition { get; set; } = 256;

    /// <summary>Tries of a message before it goes to the dead letters, when the fault is not one that passes.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Time that one try may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:04:00")]
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A partition that has messages and does not move for this long, while the brokers answer, makes the
    /// service not ready.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long messages may take to finish when the service stops or a partition moves away: those that run,
    /// and those that were overtaken by others of their partition.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
