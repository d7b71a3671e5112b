using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Erp.Api.Paging;

/// <summary>An opaque page cursor: a 64-bit key as base64url, so that nobody builds on its content.</summary>
public static class Cursor
{
    /// <summary>The cursor of a key.</summary>
    public static string Encode(long key)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, key);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The key of a cursor; false when it is none.</summary>
    public static bool TryDecode(string cursor, out long key)
    {
        key = 0;
        Span<byte> bytes = stackalloc byte[8];
        if (cursor.Length != 11
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out var written) != OperationStatus.Done
            || written != 8)
            return false;
        key = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return true;
    }
}
