using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Auth;
using Microsoft.Extensions.Configuration;

namespace Erp.Demo;

/// <summary>The four services, called as one of their users.</summary>
internal sealed class Api(IConfiguration configuration) : IDisposable
{
    public const string Employees =
        "employee-service", Requests = "approval-request-service", Processing = "approval-processing-service";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly string _key =
        configuration["Auth:SigningKey"] ?? throw new DemoException("Auth:SigningKey is not set.");
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _client.Dispose();

    public Task<JsonNode> GetAsync(Employee caller, string service, string path) =>
        SendAsync(caller, HttpMethod.Get, service, path, null);

    public Task<JsonNode> PostAsync(Employee caller, string service, string path, object body) =>
        SendAsync(caller, HttpMethod.Post, service, path, body);

    public Task<JsonNode> PutAsync(Employee caller, string service, string path, object body) =>
        SendAsync(caller, HttpMethod.Put, service, path, body);

    private string TokenOf(Employee caller) =>
        TokenMaker.ForEmployee(_key, caller.Id, Enum.Parse<Role>(caller.Role, ignoreCase: true), Lifetime);

    private async Task<JsonNode> SendAsync(
        Employee caller, HttpMethod method, string service, string path, object? body)
    {
        var address = configuration[$"services:{service}:http:0"]
            ?? throw new DemoException($"services:{service}:http:0 is not set.");
        while (true)
        {
            using var request = new HttpRequestMessage(method, new Uri(new Uri(address), path))
            {
                Headers = { Authorization = new("Bearer", TokenOf(caller)) },
                Content = body is null ? null : JsonContent.Create(body),
            };
            using var answer = await _client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode) return JsonNode.Parse(text)!;

            // Told to come back: rate limited, or something that the service needs is away for the moment.
            var busy = answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            if (!busy || answer.Headers.RetryAfter?.Delta is not { } wait)
                throw new DemoException($"{method} {service}{path}: {(int)answer.StatusCode} {text}");
            await Task.Delay(wait);
        }
    }
}
