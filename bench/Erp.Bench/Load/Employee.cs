using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Auth;

namespace Erp.Bench.Load;

/// <summary>An employee who calls the services.</summary>
internal sealed class Employee(long id, Role role, HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly AuthenticationHeaderValue _authorization = new(
        "Bearer", TokenMaker.ForEmployee(Running.RunningApplication.SigningKey, id, role, TimeSpan.FromHours(8)));

    public long Id => id;

    public string Authorization => _authorization.ToString();

    /// <summary>A client for many calls at once, without a proxy and without a limit of its own.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false, MaxConnectionsPerServer = 256, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>Sends a body; the answer is the caller's to dispose of.</summary>
    public Task<HttpResponseMessage> PostAsync(Uri service, string path, object body) =>
        SendAsync(new(HttpMethod.Post, new Uri(service, path)) { Content = JsonContent.Create(body, null, Json) });

    /// <summary>Deletes; anything but 204 is an error.</summary>
    public async Task DeleteAsync(Uri service, string path)
    {
        using var answer = await SendAsync(new(HttpMethod.Delete, new Uri(service, path)));
        if (answer.StatusCode != HttpStatusCode.NoContent)
            throw new BenchException($"DELETE {path}: {(int)answer.StatusCode}");
    }

    /// <summary>Reads; anything but 200 is an error.</summary>
    public async Task<JsonNode> GetAsync(Uri service, string path)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, new Uri(service, path)));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonNode.Parse(text)!
            : throw new BenchException($"GET {path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Reads and throws the answer's body away.</summary>
    public async Task<HttpStatusCode> ReadAsync(Uri service, string path)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, new Uri(service, path)));
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = _authorization;
        return http.SendAsync(request);
    }
}
