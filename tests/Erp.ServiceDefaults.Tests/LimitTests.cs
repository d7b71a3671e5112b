using System.Net;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Tests;

public sealed class LimitTests
{
    private static readonly (string, string)[] Five = [("Limits:Burst", "5"), ("Limits:RequestsPerSecond", "1")];

    [Fact]
    public async Task An_employee_over_the_limit_gets_429_and_others_do_not()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/work", () => "done"), Five);
        using var greedy = service.As(1);
        HttpResponseMessage answer;
        var passed = 0;
        while ((answer = await greedy.GetAsync("/work")).StatusCode == HttpStatusCode.OK && passed < 100) passed++;
        await answer.ShouldBeProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.InRange(passed, 5, 20);
        using var other = service.As(2);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/work")).StatusCode);
    }

    [Fact]
    public async Task Services_and_probes_are_not_limited()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/work", () => "done"), Five);
        using var other = service.AsService();
        using var employee = service.As(1);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/work")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await employee.GetAsync("/alive")).StatusCode);
        }
    }

    [Theory]
    [InlineData("Limits:Burst", "0")]
    [InlineData("Limits:MaxBodyBytes", "1")]
    [InlineData("Drain:Timeout", "00:00:00")]
    public async Task A_limit_that_makes_no_sense_stops_the_start(string key, string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var service = await TestService.StartAsync(_ => { }, (key, value));
        });
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_carry_security_headers_and_do_not_name_the_server()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/work", () => "done"));
        foreach (var path in new[] { "/work", "/alive", "/nowhere" })
        {
            var answer = await service.Http.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.StartsWith(
                "default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
                StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }
}
