using System.Reflection;
using System.Runtime.InteropServices;

namespace Erp.Approval.Requests.Storage.MongoDb;

/// <summary>The functions of the official MongoDB C driver that the store uses. Commands go in and come out as JSON, so few are enough.</summary>
internal static partial class NativeMongo
{
    private const string Mongoc = "mongoc-1.0";
    private const string Bson = "bson-1.0";

    static NativeMongo()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeMongo).Assembly, Resolve);
        mongoc_init();
    }

    /// <summary>Distributions install the library under its versioned name only.</summary>
    internal static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!name.EndsWith("-1.0", StringComparison.Ordinal)) return 0;
        foreach (var file in new[] { $"lib{name}.so.0", $"lib{name}.0.dylib", $"{name}.dll", $"lib{name}.so" })
            if (NativeLibrary.TryLoad(file, assembly, path, out var library)) return library;
        throw new DllNotFoundException(
            $"The MongoDB C driver (lib{name}.so.0) is not on this machine. Install it: apt-get install libmongoc-1.0-0 (Ubuntu 24.04: libmongoc-1.0-0t64).");
    }

    [LibraryImport(Mongoc)]
    private static partial void mongoc_init();

    [LibraryImport(Mongoc, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint mongoc_uri_new_with_error(string uri, out BsonError error);

    [LibraryImport(Mongoc)]
    internal static partial void mongoc_uri_destroy(nint uri);

    [LibraryImport(Mongoc)]
    internal static partial nint mongoc_uri_get_database(nint uri);

    [LibraryImport(Mongoc, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mongoc_uri_get_option_as_int32(nint uri, string option, int fallback);

    [LibraryImport(Mongoc, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mongoc_uri_set_option_as_int32(nint uri, string option, int value);

    [LibraryImport(Mongoc)]
    internal static partial MongoPoolHandle mongoc_client_pool_new(nint uri);

    [LibraryImport(Mongoc)]
    internal static partial void mongoc_client_pool_destroy(nint pool);

    [LibraryImport(Mongoc)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mongoc_client_pool_set_error_api(MongoPoolHandle pool, int version);

    [LibraryImport(Mongoc)]
    internal static partial nint mongoc_client_pool_pop(MongoPoolHandle pool);

    [LibraryImport(Mongoc)]
    internal static partial void mongoc_client_pool_push(MongoPoolHandle pool, nint client);

    [LibraryImport(Mongoc, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mongoc_client_write_command_with_opts(
        nint client, string database, BsonHandle command, BsonHandle options, nint reply, out BsonError error);

    [LibraryImport(Mongoc, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mongoc_client_read_command_with_opts(
        nint client, string database, BsonHandle command, nint readPreferences, nint options, nint reply, out BsonError error);

    [LibraryImport(Bson)]
    internal static partial BsonHandle bson_new_from_json(ReadOnlySpan<byte> json, nint length, out BsonError error);

    [LibraryImport(Bson)]
    internal static partial void bson_destroy(nint bson);

    [LibraryImport(Bson)]
    internal static partial nint bson_as_relaxed_extended_json(nint bson, out nuint length);

    [LibraryImport(Bson)]
    internal static partial void bson_free(nint memory);
}
