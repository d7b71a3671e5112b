using System.Buffers.Binary;
using System.Net.Sockets;

namespace Aspire.Hosting.MongoDB;

/// <summary>Says hello (OP_MSG), which a server answers before anybody has signed in.</summary>
internal static class MongoDBProbe
{
    private const int OpMsg = 2013;
    private const int RequestId = 1;

    // { hello: 1, $db: "admin" }
    private static ReadOnlySpan<byte> Hello =>
    [
        31, 0, 0, 0,
        0x10, (byte)'h', (byte)'e', (byte)'l', (byte)'l', (byte)'o', 0, 1, 0, 0, 0,
        0x02, (byte)'$', (byte)'d', (byte)'b', 0, 6, 0, 0, 0, (byte)'a', (byte)'d', (byte)'m', (byte)'i', (byte)'n', 0,
        0,
    ];

    public static async Task TalkAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Request(), cancellationToken).ConfigureAwait(false);

        var header = new byte[16];
        await stream.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        if (BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8)) != RequestId || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) != OpMsg)
            throw new InvalidDataException("This is not MongoDB's protocol.");
    }

    private static byte[] Request()
    {
        // Header (length, request id, response to, opcode), flags, section kind 0, document.
        var request = new byte[16 + 4 + 1 + Hello.Length];
        BinaryPrimitives.WriteInt32LittleEndian(request, request.Length);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), RequestId);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(12), OpMsg);
        Hello.CopyTo(request.AsSpan(21));
        return request;
    }
}
