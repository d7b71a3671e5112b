using System.Runtime.InteropServices;

namespace Erp.EmbeddedKafka;

/// <summary>The few functions of librdkafka that host its mock cluster (rdkafka.h, rdkafka_mock.h).</summary>
internal static partial class Librdkafka
{
    private const string Library = "librdkafka";

    // The package's builds for one platform, each needing other system libraries; Confluent.Kafka takes the first that
    // loads, too.
    private static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    static Librdkafka() => NativeLibrary.SetDllImportResolver(typeof(Librdkafka).Assembly, Load);

    /// <summary>RD_KAFKA_PRODUCER: the mock cluster lives inside a client instance, whichever kind.</summary>
    internal const int Producer = 0;

    [LibraryImport(Library)]
    internal static partial IntPtr rd_kafka_conf_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_conf_set(
        IntPtr conf, string name, string value, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial IntPtr rd_kafka_new(int type, IntPtr conf, [Out] byte[] error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_destroy(IntPtr client);

    [LibraryImport(Library)]
    internal static partial IntPtr rd_kafka_version_str();

    [LibraryImport(Library)]
    internal static partial IntPtr rd_kafka_mock_cluster_new(IntPtr client, int brokers);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_cluster_destroy(IntPtr cluster);

    [LibraryImport(Library)]
    internal static partial IntPtr rd_kafka_mock_cluster_bootstraps(IntPtr cluster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_mock_topic_create(IntPtr cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(IntPtr cluster, int milliseconds);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_down(IntPtr cluster, int broker);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_mock_broker_set_up(IntPtr cluster, int broker);

    // Zero leaves it to the runtime, whose error then says what was tried.
    private static IntPtr Load(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var build in name == Library ? Builds : [])
            if (NativeLibrary.TryLoad(build, assembly, path, out var handle)) return handle;
        return IntPtr.Zero;
    }
}
