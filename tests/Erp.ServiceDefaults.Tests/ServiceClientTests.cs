using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Erp.Api.Errors;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Http;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Tests;

public sealed class ServiceClientTests : IAsyncLifetime
{
    /// <summary>For each try, on a busy machine: what gets there is what is counted.</summary>
    private static readonly (string, string) LongEnoughToGetThere = ("ServiceClients:AttemptTimeout", "00:00:02");

    private TestService _employees = null!;
    private int _calls;
    private Func<HttpContext, IResult> _answer = _ => Results.Ok();

    internal sealed class EmployeeClient(HttpClient http)
    {
        public HttpClient Http { get; } = http;
    }

    public async ValueTask InitializeAsync() => _employees = await TestService.StartAsync(app =>
        app.MapFallback((HttpContext context) =>
        {
            Interlocked.Increment(ref _calls);
            return _answer(context);
        }));

    public async ValueTask DisposeAsync() => await _employees.DisposeAsync();

    [Fact]
    public async Task A_call_carries_this_services_own_token()
    {
        _answer = c => Results.Text(Caller.From(c.User).Service);
        await using var caller = await Caller_();
        Assert.Equal("test-service", await ClientOf(caller).GetStringAsync("/x"));
    }

    [Fact]
    public async Task A_failed_read_is_tried_again()
    {
        _answer = _ => _calls < 3 ? Results.StatusCode(503) : Results.Ok();
        await using var caller = await Caller_();
        Assert.Equal(HttpStatusCode.OK, (await ClientOf(caller).GetAsync("/x")).StatusCode);
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task A_failed_write_is_not_tried_again_unless_it_says_that_it_may_be()
    {
        _answer = _ => Results.StatusCode(500);
        await using var caller = await Caller_();
        await Away(() => ClientOf(caller).PostAsJsonAsync("/x", new { a = 1 }));
        Assert.Equal(1, _calls);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/x")
        {
            Content = JsonContent.Create(new { a = 1 }),
        }.AsIdempotent();
        await Away(() => ClientOf(caller).SendAsync(request));
        Assert.Equal(1 + 3, _calls);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task A_refusal_is_passed_on_and_not_tried_again(int status)
    {
        _answer = _ => Results.StatusCode(status);
        await using var caller = await Caller_();
        Assert.Equal(status, (int)(await ClientOf(caller).GetAsync("/x")).StatusCode);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_service_that_is_down_is_503_with_retry_after_for_the_caller()
    {
        await using var caller = await Caller_(("services:employee-service:http:0", "http://127.0.0.1:1"));
        using var someone = caller.As(1);
        var answer = await someone.GetAsync("/through");
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "employee_service_unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_away()
    {
        using var never = new SemaphoreSlim(0);
        _answer = c => { never.Wait(TimeSpan.FromSeconds(30), c.RequestAborted); return Results.Ok(); };
        await using var caller = await Caller_(LongEnoughToGetThere, ("ServiceClients:Retries", "1"));
        await Away(() => ClientOf(caller).GetAsync("/x"));
        never.Release(10);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_body_that_stalls_is_away_in_time_too()
    {
        using var never = new SemaphoreSlim(0);
        _answer = _ => Results.Stream(async body =>
        {
            await body.WriteAsync("{"u8.ToArray());
            await body.FlushAsync();
            await never.WaitAsync(Eventually.Limit);
        });
        await using var caller = await Caller_(LongEnoughToGetThere, ("ServiceClients:Retries", "1"));
        await Away(() => ClientOf(caller).GetAsync("/x")).WaitAsync(Eventually.Limit / 2);
        never.Release(10);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task After_many_failures_the_breaker_refuses_at_once_and_closes_again_later()
    {
        _answer = _ => Results.StatusCode(500);
        await using var caller =
            await Caller_(("ServiceClients:BreakerThroughput", "4"), ("ServiceClients:BreakDuration", "00:00:00.5"));
        var http = ClientOf(caller);
        for (var i = 0; i < 4; i++) await Away(() => http.PostAsync("/x", null));
        var before = _calls;
        var refused = await Away(() => http.PostAsync("/x", null));
        Assert.Equal(before, _calls);
        Assert.DoesNotContain(
            caller.Log.Lines,
            l =>
                l.Contains("breaker open", StringComparison.Ordinal)
                    && !l.StartsWith("Debug", StringComparison.Ordinal));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));

        _answer = _ => Results.Ok();
        await Eventually.TrueAsync(async () =>
        {
            try { return (await http.PostAsync("/x", null)).IsSuccessStatusCode; }
            catch (ProblemException) { return false; }
        });
    }

    [Fact]
    public async Task A_service_that_hangs_is_waited_for_by_the_first_callers_only()
    {
        using var never = new SemaphoreSlim(0);
        _answer = c => { never.Wait(TimeSpan.FromSeconds(30), c.RequestAborted); return Results.Ok(); };
        await using var caller = await Caller_(
            LongEnoughToGetThere,
            ("ServiceClients:BreakerThroughput", new ServiceClientOptions().BreakerThroughput.ToString(
                CultureInfo.InvariantCulture)));
        for (var i = 0; i < 8; i++) await Away(() => ClientOf(caller).GetAsync("/x"));
        never.Release(100);
        // Three tries of the first caller, two of the second; none of the six others.
        Assert.Equal(5, _calls);
    }

    [Fact]
    public async Task No_proxy_of_the_environment_stands_between_services()
    {
        _answer = _ => Results.Ok();
        await using var caller = await Caller_();
        var handler = caller.Services.GetRequiredService<IHttpMessageHandlerFactory>()
            .CreateHandler("employee-service");
        while (handler is DelegatingHandler { InnerHandler: { } inner }) handler = inner;
        Assert.False(Assert.IsType<SocketsHttpHandler>(handler).UseProxy);
    }

    [Fact]
    public async Task More_calls_than_the_bulkhead_holds_are_refused()
    {
        using var gate = new SemaphoreSlim(0);
        _answer = _ => { gate.Wait(TimeSpan.FromSeconds(20)); return Results.Ok(); };
        await using var caller = await Caller_(("ServiceClients:MaxConcurrent", "1"));
        var http = ClientOf(caller);
        // One runs and two wait.
        var held = Enumerable.Range(0, 3).Select(_ => http.PostAsync("/x", null)).ToList();
        await Eventually.TrueAsync(() => _calls == 1);
        await Away(() => http.PostAsync("/x", null));
        gate.Release(3);
        await Task.WhenAll(held);
    }

    [Theory]
    [InlineData("")]
    [InlineData("employee-service")]
    [InlineData("ftp://employee-service")]
    public async Task An_address_that_is_none_stops_the_start_and_is_named(string address)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var caller = await Caller_(("services:employee-service:http:0", address));
        });
        Assert.Contains("services:employee-service:http:0", error.Message, StringComparison.Ordinal);
    }

    private Task<TestService> Caller_(params (string, string)[] settings) =>
        TestService.StartAsync(
            b => b.AddServiceClient<EmployeeClient>("employee-service"),
            app => app.MapGet("/through", async (EmployeeClient client) => await client.Http.GetStringAsync("/x")),
            [
                ("services:employee-service:http:0", _employees.Address.ToString()),
                ("ServiceClients:RetryDelay", "00:00:00.01"),
                // Nobody's patience ends because the machine is busy.
                ("ServiceClients:AttemptTimeout", "00:00:30"),
                ("ServiceClients:TotalTimeout", "00:01:00"),
                ("ServiceClients:BreakerWindow", "00:02:00"),
                ("ServiceClients:BreakerThroughput", 1000.ToString(CultureInfo.InvariantCulture)),
                .. settings,
            ]);

    private static HttpClient ClientOf(TestService service) =>
        service.Services.GetRequiredService<EmployeeClient>().Http;

    private static async Task<ProblemException> Away(Func<Task<HttpResponseMessage>> call)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(call);
        Assert.Equal((503, "employee_service_unavailable"), (problem.Status, problem.Code));
        return problem;
    }
}
