using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>gRPC over .NET's HTTP/2 client with frames of its own, so that server and test cannot share a mistake.</summary>
internal sealed class GrpcTestClient(Uri address, string? apiKey = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    public static byte[] Frame(IMessage message)
    {
        var payload = message.ToByteArray();
        var frame = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public async Task<T> CallAsync<T>(string method, IMessage request, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        using var response = await SendAsync(method, new ByteArrayContent(Frame(request)), cancellationToken);
        var all = new List<T>();
        await foreach (var message in ReadAsync(response, parser, cancellationToken)) all.Add(message);
        Assert.Equal((0, null), Status(response));
        return Assert.Single(all);
    }

    public async IAsyncEnumerable<T> StreamAsync<T>(
        string method, IMessage request, MessageParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        using var response = await SendAsync(method, new ByteArrayContent(Frame(request)), cancellationToken);
        await foreach (var message in ReadAsync(response, parser, cancellationToken)) yield return message;
        Assert.Equal((0, null), Status(response));
    }

    /// <summary>The status of a call that is expected to fail.</summary>
    public async Task<(int Code, string? Message)> StatusAsync(string method, byte[] body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, new ByteArrayContent(body), cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return Status(response);
    }

    public async Task<HttpResponseMessage> SendAsync(string method, HttpContent content, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/aspire.v1.DashboardService/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (apiKey is not null) request.Headers.Add("x-resource-service-api-key", apiKey);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
        return response;
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(
        HttpResponseMessage response, MessageParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IMessage<T>
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var header = new byte[5];
        while (await stream.ReadAtLeastAsync(header, 5, throwOnEndOfStream: false, cancellationToken) == 5)
        {
            Assert.Equal(0, header[0]);
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
            await stream.ReadExactlyAsync(payload, cancellationToken);
            yield return parser.ParseFrom(payload);
        }
    }

    private static (int Code, string? Message) Status(HttpResponseMessage response)
    {
        // A call without messages may answer with headers only.
        var source = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        var message = source.TryGetValues("grpc-message", out var values) ? Uri.UnescapeDataString(values.Single()) : null;
        return (int.Parse(source.GetValues("grpc-status").Single(), System.Globalization.CultureInfo.InvariantCulture), message);
    }
}
