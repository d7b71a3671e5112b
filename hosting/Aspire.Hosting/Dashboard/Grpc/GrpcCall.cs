using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard.Grpc;

/// <summary>One call of one method: requests come out of it, responses go into it.</summary>
internal sealed class GrpcCall(HttpContext http, CancellationToken cancellationToken)
{
    /// <summary>Canceled when the client has gone or the application stops.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    public ValueTask<T?> ReadAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        GrpcFrames.ReadAsync(http.Request.BodyReader, parser, CancellationToken);

    /// <summary>The only request of a method that takes one.</summary>
    public async ValueTask<T> ReadOneAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T> =>
        await ReadAsync(parser).ConfigureAwait(false) ?? throw new GrpcException(GrpcStatus.Internal, "The request has no message.");

    /// <summary>Sends the response's headers, which a client may wait for before the first message comes.</summary>
    public async Task StartAsync() => await http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);

    public async Task WriteAsync(IMessage message)
    {
        GrpcFrames.Write(http.Response.BodyWriter, message);
        await http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
    }
}
