using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>The driver's error: which part failed, its code, a sentence.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BsonError
{
    public uint Domain;
    public uint Code;
    private fixed byte _message[504];

    public string Message
    {
        get
        {
            fixed (byte* message = _message) return Marshal.PtrToStringUTF8((nint)message) ?? "";
        }
    }
}

/// <summary>A BSON document that the driver allocated.</summary>
internal sealed class BsonHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMongo.bson_destroy(handle);
        return true;
    }
}

/// <summary>The driver's pool of clients, with one thread that watches the servers.</summary>
internal sealed class MongoPoolHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMongo.mongoc_client_pool_destroy(handle);
        return true;
    }
}
