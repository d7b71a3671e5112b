using System.Buffers.Binary;
using System.Text;

namespace Erp.Browser.Tests.Support;

/// <summary>Puts pictures of one size together into a moving one: APNG, as in the PNG Specification (Third Edition),
/// 11.3.4 "Animation information". The pictures' own data stay as they are.</summary>
internal static class AnimatedPng
{
    private const ushort Milliseconds = 1600;
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static void Write(string path, IReadOnlyList<byte[]> frames)
    {
        using var file = File.Create(path);
        file.Write(Signature);
        var header = Chunks(frames[0]).First(c => c.Type == "IHDR").Data;
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "acTL", [.. Number((uint)frames.Count), .. Number(0)]);
        uint sequence = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            // Sequence, width, height, two offsets, the time as a fraction of a second, dispose and blend.
            WriteChunk(file, "fcTL",
            [
                .. Number(sequence++), .. header[..8], .. Number(0), .. Number(0),
                .. Short(Milliseconds), .. Short(1000), 0, 0,
            ]);
            foreach (var (type, data) in Chunks(frames[i]).Where(c => c.Type == "IDAT"))
                WriteChunk(file, i == 0 ? type : "fdAT", i == 0 ? data : [.. Number(sequence++), .. data]);
        }
        WriteChunk(file, "IEND", []);
    }

    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        for (var at = Signature.Length; at < png.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            yield return (Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }
    }

    private static void WriteChunk(Stream file, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write([.. Number((uint)data.Length), .. body, .. Number(Crc(body))]);
    }

    // CRC-32 of ISO 3309, as in the specification's Annex D.
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }
        return ~crc;
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(ushort value) => [(byte)(value >> 8), (byte)value];
}
