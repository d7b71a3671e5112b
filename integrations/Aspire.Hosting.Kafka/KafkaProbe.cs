using System.Buffers.Binary;
using System.Net.Sockets;

namespace Aspire.Hosting;

/// <summary>Asks a broker which requests it knows (ApiVersions, version 0), the first thing every client does.</summary>
internal static class KafkaProbe
{
    private const short ApiVersions = 18;
    private const int CorrelationId = 1;

    public static async Task TalkAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var request = new byte[14];
        BinaryPrimitives.WriteInt32BigEndian(request, request.Length - 4);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(4), ApiVersions);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(6), 0);
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(8), CorrelationId);
        BinaryPrimitives.WriteInt16BigEndian(request.AsSpan(12), -1); // no client id
        await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);

        var answer = new byte[10];
        await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        if (BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(4)) != CorrelationId) throw new InvalidDataException("This is not Kafka's protocol.");
        var error = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(8));
        if (error != 0) throw new InvalidDataException($"The broker answered with error {error}.");
    }
}
