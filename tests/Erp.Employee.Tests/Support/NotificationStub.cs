using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Erp.Employee.Tests.Support;

/// <summary>Stands in for notification-service: keeps what it was sent and answers what the test says.</summary>
public sealed class NotificationStub : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Path, JsonObject Body, string? Authorization)> _received = new();
    private readonly ConcurrentQueue<JsonObject> _refilled = new();
    private volatile string? _lost;

    public Func<JsonObject, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.Created;

    public IReadOnlyList<JsonObject> For(long employeeId) =>
        [.. _received.Where(r => r.Path == $"/notifications/send/{employeeId}").Select(r => r.Body)];

    public IReadOnlyList<string?> Authorizations => [.. _received.Select(r => r.Authorization)];

    /// <summary>What it was told again, in parts.</summary>
    public IReadOnlyList<JsonObject> Refilled => [.. _refilled];

    /// <summary>It lost what it had, and wants it again for this epoch.</summary>
    public void Lose(string epoch) => _lost = epoch;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath == "/notifications/refill")
            return await RefillAsync(request, cancellationToken);
        var body = (await request.Content!.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        var status = Answer(body);
        _received.Enqueue((request.RequestUri!.AbsolutePath, body, request.Headers.Authorization?.ToString()));
        return new(status) { Content = JsonContent.Create(new { code = "stub" }), RequestMessage = request };
    }

    private async Task<HttpResponseMessage> RefillAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
            return new(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(new { storeEpoch = _lost ?? "first", due = _lost is not null }),
                RequestMessage = request,
            };
        var body = (await request.Content!.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        _refilled.Enqueue(body);
        if ((bool)body["last"]!) _lost = null;
        return new(HttpStatusCode.NoContent) { RequestMessage = request };
    }
}
