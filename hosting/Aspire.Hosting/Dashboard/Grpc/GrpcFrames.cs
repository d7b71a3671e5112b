using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>gRPC's length-prefixed messages: a byte that says whether it is compressed, four bytes of length, the message.</summary>
internal static class GrpcFrames
{
    /// <summary>The limit that gRPC implementations set themselves, and so does the dashboard's client, in bytes.</summary>
    public const int MaxMessageSize = 4 * 1024 * 1024;

    private const int HeaderSize = 5;

    /// <summary>The next message, or null where the sender has finished.</summary>
    public static async ValueTask<T?> ReadAsync<T>(PipeReader reader, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var payload))
            {
                var message = parser.ParseFrom(payload);
                reader.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCompleted)
            {
                reader.AdvanceTo(buffer.End);
                return buffer.IsEmpty ? null : throw new GrpcException(GrpcStatus.Internal, "The request ended within a message.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public static void Write(PipeWriter writer, IMessage message)
    {
        var size = message.CalculateSize();
        var span = writer.GetSpan(HeaderSize + size);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
        message.WriteTo(span.Slice(HeaderSize, size));
        writer.Advance(HeaderSize + size);
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < HeaderSize) return false;

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if (header[0] != 0) throw new GrpcException(GrpcStatus.Unimplemented, "Compressed messages are not supported.");
        var size = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (size > MaxMessageSize) throw new GrpcException(GrpcStatus.ResourceExhausted, $"A message of {size} bytes is over the limit of {MaxMessageSize}.");
        if (buffer.Length < HeaderSize + size) return false;

        payload = buffer.Slice(HeaderSize, size);
        buffer = buffer.Slice(HeaderSize + size);
        return true;
    }
}
