using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Erp.Employee.Tests.Support;

/// <summary>Stands in for notification-service: keeps what it was sent and answers what the test says.</summary>
public sealed class NotificationStub : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Path, JsonObject Body, string? Authorization)> _received = new();

    public Func<JsonObject, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.Created;

    public IReadOnlyList<JsonObject> For(long employeeId) =>
        [.. _received.Where(r => r.Path == $"/notifications/send/{employeeId}").Select(r => r.Body)];

    public IReadOnlyList<string?> Authorizations => [.. _received.Select(r => r.Authorization)];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = (await request.Content!.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        var status = Answer(body);
        _received.Enqueue((request.RequestUri!.AbsolutePath, body, request.Headers.Authorization?.ToString()));
        return new(status) { Content = JsonContent.Create(new { code = "stub" }), RequestMessage = request };
    }
}
