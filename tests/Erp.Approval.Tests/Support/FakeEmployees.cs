using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Erp.Approval.Tests.Support;

/// <summary>An employee service over real HTTP, with the real one's contract: everybody exists and is active, but those
/// in the ranges below.</summary>
public sealed class FakeEmployees : IAsyncLifetime
{
    public const long Unknown = 900_000;
    public const long Inactive = 800_000;

    private readonly ConcurrentDictionary<long, decimal> _balances = new();
    private readonly ConcurrentDictionary<long, decimal> _deductions = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly ConcurrentDictionary<long, bool> _left = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private WebApplication? _app;
    private static long _person = 1000;

    /// <summary>Answers 500 to everything.</summary>
    public bool Broken { get; set; }

    public IReadOnlyList<DateOnly> Holidays { get; set; } = [];

    /// <summary>Answers deductions; is given the real one, to make it or not.</summary>
    public Func<Func<IResult>, Task<IResult>>? Deductions { get; set; }

    /// <summary>Takes deductions, but the answer never reaches the caller.</summary>
    public bool LosesAnswers { get; set; }

    public string Address =>
        _app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Method and path of every call so far.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>What deductions were asked for with.</summary>
    public IReadOnlyList<string> Deducted => [.. _bodies];

    /// <summary>Somebody whom no other test knows.</summary>
    public static long NewPerson() => Interlocked.Increment(ref _person);

    public void Leaves(long employeeId) => _left[employeeId] = true;

    public void SetBalance(long employeeId, decimal days) => _balances[employeeId] = days;

    public decimal Balance(long employeeId) => _balances.GetValueOrDefault(employeeId, 15m);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Use(async (context, next) =>
        {
            _calls.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            if (context.Request.Headers.Authorization.Count == 0) context.Response.StatusCode = 401;
            else if (Broken) context.Response.StatusCode = 500;
            else await next();
        });
        _app.MapGet("/employees/lookup", (string ids) => ids.Split(',')
            .Select(id => long.Parse(id, CultureInfo.InvariantCulture)).Where(id => id < Unknown)
            .Select(
                id =>
                    new
                    {
                        id, name = $"Person {id}", department = "Sales", role = "STAFF",
                        active = id < Inactive && !_left.ContainsKey(id),
                    }));
        _app.MapGet("/leaves/working-days", (DateOnly startDate, DateOnly endDate, string? part) => new
        {
            days = Enumerable.Range(startDate.DayNumber, endDate.DayNumber - startDate.DayNumber + 1)
                .Select(DateOnly.FromDayNumber)
                .Count(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) * (part is null ? 1 : 0.5m),
            years = Array.Empty<object>(), holidays = Array.Empty<object>(),
        });
        _app.MapGet("/holidays", (int year) => new
        {
            year, items = Holidays.Where(day => day.Year == year).Select(date => new { date, name = "Holiday" }),
        });
        _app.MapPost("/employees/{id:long}/deduct-leave", DeductAsync);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task<IResult> DeductAsync(long id, HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        _bodies.Enqueue(body.GetRawText());
        var (days, approval) = (body.GetProperty("days").GetDecimal(), body.GetProperty("approvalId").GetInt64());
        var answer = await (Deductions ?? (deduct => Task.FromResult(deduct())))(() => Deduct(id, days, approval));
        if (LosesAnswers) context.Abort();
        return answer;
    }

    private IResult Deduct(long id, decimal days, long approval)
    {
        lock (_deductions)
        {
            if (!_deductions.ContainsKey(approval))
            {
                if (Balance(id) < days)
                    return Results.Problem(
                        "Only " + Balance(id).ToString(CultureInfo.InvariantCulture) + " days are left.",
                        statusCode: 409,
                        extensions: new Dictionary<string, object?> { ["code"] = "balance_too_small" });
                _deductions[approval] = days;
                _balances[id] = Balance(id) - days;
            }
        }
        return Results.Ok(new { employeeId = id, approvalId = approval, days, remaining = Balance(id) });
    }
}
