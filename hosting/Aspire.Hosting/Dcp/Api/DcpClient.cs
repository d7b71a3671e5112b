using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aspire.Hosting.Dcp.Api;

/// <summary>Client of DCP's Kubernetes-style API.</summary>
internal sealed class DcpClient(HttpClient http) : IDisposable
{
    private const string Base = "apis/" + DcpKinds.ApiVersion + "/";
    private const string ExecutionPath = "admin/execution";

    // A request to a server on this machine that takes longer has failed.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    public async Task<T> CreateAsync<T>(T resource, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, Base + DcpKinds.PathOf<T>(), Json(resource), cancellationToken).ConfigureAwait(false);
        return await ReadAsync<T>(response, cancellationToken).ConfigureAwait(false);
    }

    public async Task<T?> TryGetAsync<T>(string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Get, PathOf<T>(name), null, cancellationToken).ConfigureAwait(false);
            return await ReadAsync<T>(response, cancellationToken).ConfigureAwait(false);
        }
        catch (DcpException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Asks for the process or container to end; false when the object does not exist.</summary>
    public async Task<bool> StopAsync<T>(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Patch, PathOf<T>(name), Json(new DcpStopPatch(), "application/merge-patch+json"), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DcpException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Begins to delete an object; false when it does not exist (any more).</summary>
    public async Task<bool> DeleteAsync<T>(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Delete, PathOf<T>(name), null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DcpException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Every object of a kind as it is, then every change, until canceled or DCP ends the stream.</summary>
    public async IAsyncEnumerable<DcpWatchEvent<T>> WatchAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, Base + DcpKinds.PathOf<T>() + "?watch=true", null, cancellationToken, streaming: true).ConfigureAwait(false);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, TypeInfo<DcpWatchEvent<T>>()) is { Object: not null } change)
                yield return change;
        }
    }

    /// <summary>Opens a log; <paramref name="source"/> is stdout, stderr, startup_stdout, startup_stderr or system.</summary>
    public async Task<Stream> OpenLogAsync<T>(string name, string source, bool follow, CancellationToken cancellationToken)
    {
        var path = $"{PathOf<T>(name)}/log?follow={(follow ? "true" : "false")}&timestamps=true&source={source}";
        var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken, streaming: true).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<DcpExecution> GetExecutionAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, ExecutionPath, null, cancellationToken).ConfigureAwait(false);
        return await ReadAsync<DcpExecution>(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Moves DCP itself on: to clean up all that it runs, or to stop.</summary>
    public async Task SetExecutionAsync(string status, CancellationToken cancellationToken)
    {
        var patch = Json(new DcpExecution { Status = status }, "application/merge-patch+json");
        using var response = await SendAsync(HttpMethod.Patch, ExecutionPath, patch, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => http.Dispose();

    private static string PathOf<T>(string name) => Base + DcpKinds.PathOf<T>() + "/" + Uri.EscapeDataString(name);

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)DcpJson.Default.GetTypeInfo(typeof(T))!;

    // Without a charset: DCP compares the media type as a whole.
    private static ByteArrayContent Json<T>(T value, string mediaType = "application/json") =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>())) { Headers = { ContentType = new(mediaType) } };

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return (await JsonSerializer.DeserializeAsync(body, TypeInfo<T>(), cancellationToken).ConfigureAwait(false))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, bool streaming = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content, Version = http.DefaultRequestVersion };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(RequestTimeout);
        var completion = streaming ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        var response = await http.SendAsync(request, completion, timeout.Token).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw new DcpException(response.StatusCode, await DescribeAsync(response, method, path).ConfigureAwait(false));
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response, HttpMethod method, string path)
    {
        var body = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        try
        {
            var status = JsonSerializer.Deserialize(body, DcpJson.Default.DcpErrorStatus);
            return status?.Message ?? $"{method} {path}: {(int)response.StatusCode}";
        }
        catch (JsonException)
        {
            return $"{method} {path}: {(int)response.StatusCode} {body}";
        }
    }
}
