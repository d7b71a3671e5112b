using System.Net.Sockets;
using System.Runtime.InteropServices;
using Erp.Contracts;
using Erp.EmbeddedKafka;

if (!Arguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine($"{problem} (--help shows the usage)");
    return 2;
}
if (arguments.Help)
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    using var cluster = new MockCluster(arguments.Topics, Topics.Partitions, firstJoin: TimeSpan.FromSeconds(1));
    using var door = new Forwarder(arguments.Port, cluster.BootstrapServers.Split(',')[0]);
    Console.WriteLine($"Embedded Kafka is ready on 127.0.0.1:{door.Port}: librdkafka {MockCluster.LibraryVersion}, "
        + $"three brokers, topics {string.Join(", ", arguments.Topics)}. "
        + "Data is kept in memory only and is gone when this program ends.");
    await door.RunAsync(stop.Token);
    return 0;
}
catch (SocketException e)
{
    Console.Error.WriteLine($"Cannot listen on 127.0.0.1:{arguments.Port}: {e.Message}");
    return 1;
}
catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
{
    Console.Error.WriteLine(
        "The native library librdkafka of the Confluent.Kafka package does not load: " + e.Message.Split('\n')[0]);
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true; // the process ends by returning from here, after the sockets are closed
    stop.Cancel();
}
