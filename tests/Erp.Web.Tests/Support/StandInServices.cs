using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using Erp.Api.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Erp.Web.Tests.Support;

/// <summary>The four services as far as a page needs them, all in one on a port of its own: says who somebody is, keeps
/// what was sent to it, and fails when it is told to.</summary>
public sealed class StandInServices : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInServices(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Status of every answer from now on; null for what belongs there.</summary>
    public int? Fails { get; set; }

    /// <summary>Whether requests with this path are answered all the same.</summary>
    public Func<string, bool> Works { get; set; } = _ => false;

    /// <summary>Whether requests with this path are never answered.</summary>
    public Func<string, bool> Hangs { get; set; } = _ => false;

    /// <summary>What everybody was told, the latest first.</summary>
    public IReadOnlyList<object> Notifications { get; set; } = [];

    /// <summary>What waits for everybody.</summary>
    public IReadOnlyList<object> Inbox { get; set; } = [];

    /// <summary>How sockets are closed after their first frame; null when they stay.</summary>
    public WebSocketCloseStatus? ClosesWith { get; set; }

    /// <summary>Every request so far: method, path, bearer token, body.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    public IEnumerable<Received> Posts(string path) => Requests.Where(r => r.Method == "POST" && r.Path == path);

    public static async Task<StandInServices> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var services = new StandInServices(app);
        app.UseWebSockets();
        app.Use(services.HangAsync);
        app.Use(services.PushAsync);
        app.Use(services.AnswerAsync);
        await app.StartAsync();
        return services;
    }

    /// <summary>Addresses of the four, for the configuration of Erp.Web.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings =>
        new[] { "employee", "approval-request", "approval-processing", "notification" }
            .Select(s => KeyValuePair.Create($"services:{s}-service:http:0", (string?)Address.ToString()));

    private async Task HangAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!Hangs(request.Path.Value!))
        {
            await next(context);
            return;
        }
        Requests.Enqueue(new(
            request.Method, request.Path.Value!, TokenOf(request), request.Headers["Idempotency-Key"].ToString(), ""));
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private async Task PushAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await next(context);
            return;
        }
        var request = context.Request;
        Requests.Enqueue(new("GET", request.Path.Value!, TokenOf(request), "", request.QueryString.Value!));
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("""{"id":7}"""u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        if (ClosesWith is { } status) await socket.CloseOutputAsync(status, "told to", context.RequestAborted);
        await socket.ReceiveAsync(new byte[64], context.RequestAborted);
    }

    private static string TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = context.Request;
        var path = request.Path.Value!;
        Requests.Enqueue(new(
            request.Method, path, TokenOf(request), request.Headers["Idempotency-Key"].ToString(),
            await reader.ReadToEndAsync()));
        if (Fails is { } status && !Works(path))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(
                new { status, code = $"failed_{status}", detail = "Told to fail." });
            return;
        }
        var id = long.TryParse(path.Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : 1;
        object? answer = path switch
        {
            "/health" => new { status = "UP" },
            "/employees" when request.Method == "GET" =>
                new { items = new[] { Person(1), Person(2) }, next = (string?)null },
            "/employees/me" => Person(1),
            _ when path.StartsWith("/attendance/progress", StringComparison.Ordinal) =>
                new { attendanceCount = 3, targetCount = 30, progress = 10, nextRewardAt = 30 },
            _ when path.StartsWith("/attendance/check-in", StringComparison.Ordinal) =>
                new
                {
                    employeeId = id, workDate = "2026-11-30", checkInAt = DateTimeOffset.UtcNow, attendanceCount = 4,
                    rewardDays = 0,
                },
            _ when path.EndsWith("/leave-balance", StringComparison.Ordinal) =>
                new { employeeId = 1, year = 2026, entitlement = 15, used = 2.5, pending = 0, remaining = 12.5 },
            _ when path.StartsWith("/notifications/recent", StringComparison.Ordinal) =>
                new { items = Notifications, next = (string?)null, unread = 3 },
            _ when path.StartsWith("/process/", StringComparison.Ordinal) =>
                new { items = Inbox, next = (string?)null },
            _ when path.StartsWith("/leaves/", StringComparison.Ordinal) =>
                new { items = Array.Empty<object>(), next = (string?)null },
            _ when path.EndsWith("/approver-lines", StringComparison.Ordinal) =>
                new { items = new[] { new { name = "Travel", approverIds = new[] { 2 } } } },
            _ when path.EndsWith("/mail-preferences", StringComparison.Ordinal) =>
                new { types = Array.Empty<string>() },
            "/approvals" when request.Method == "GET" => new { items = Array.Empty<object>(), next = (string?)null },
            "/employees/lookup" =>
                request.Query["ids"].ToString().Split(',')
                    .Select(i => Person(long.Parse(i, CultureInfo.InvariantCulture))),
            _ when path.StartsWith("/employees/", StringComparison.Ordinal) => Person(id),
            _ => null,
        };
        if (answer is null) context.Response.StatusCode = 404;
        await context.Response.WriteAsJsonAsync(
            answer ?? new { status = 404, code = "not_found", detail = "Nothing here." }, ErpJson.Options);
    }

    private static object Person(long id) => new
    {
        id, name = $"Person {id}", email = $"p{id}@example.com", department = "Sales", position = "Clerk",
        role = "STAFF", active = true, version = 1, createdAt = DateTimeOffset.UnixEpoch,
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A request as it arrived.</summary>
public sealed record Received(string Method, string Path, string Token, string Key, string Body);
