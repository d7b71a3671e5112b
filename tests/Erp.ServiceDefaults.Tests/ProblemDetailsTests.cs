using System.Net;
using System.Text;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Tests.Support;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Erp.ServiceDefaults.Tests;

public sealed class ProblemDetailsTests : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _http = null!;

    internal sealed class DriverException(string message) : Exception(message);

    internal sealed class DriverFaults : ITransientFaultDetector
    {
        public bool IsTransient(Exception exception) => exception is DriverException { Message: "away" };
    }

    internal enum Color { Red, DarkBlue }

    internal sealed record Line(string Text);

    internal sealed record Moment(DateTimeOffset At);

    internal sealed class Wish
    {
        [FromQuery(Name = "color")] public Named<Color>? Color { get; init; }

        [FromHeader(Name = "X-Until")] public DateOnly? Until { get; init; }
    }

    internal sealed record Order(
        string Name, int Count, decimal Price, Color Color, DateOnly? Day = null, Order? Inner = null,
        IReadOnlyList<Line>? Lines = null);

    public async ValueTask InitializeAsync()
    {
        _service = await TestService.StartAsync(b => b.Services.AddTransientFaultDetector<DriverFaults>(), app =>
        {
            app.MapGet("/driver/{fault}", (string fault) => { throw new DriverException(fault); });
            app.MapPost("/moments", (Moment moment) => moment);
            app.MapGet(
                "/store-away",
                (string why) =>
                    { throw new ProblemException(503, "store_unavailable", "Away.") { Data = { ["reason"] = why } }; });
            app.MapPost("/orders", (Order order) => Results.Ok(order));
            app.MapGet("/orders/{id}", (long id) => id);
            app.MapGet("/colors", ([AsParameters] Wish wish) => $"{wish.Color}");
            app.MapGet("/search", (int count, DateOnly? day, PageRequest page) => $"{count} {day} {page.Limit}");
            app.MapGet(
                "/refuse",
                () =>
                    {
                        throw new ProblemException(
                            503, "employee_service_unavailable", "Away.") { RetryAfter = TimeSpan.FromSeconds(2.2) };
                    });
            app.MapGet(
                "/people",
                () => { throw Problems.Unprocessable("unknown_people", "Unknown.", ("ids", new long[] { 7, 8 })); });
            app.MapGet("/crash", () => { throw new InvalidOperationException("secret inside"); });
            app.MapGet("/database-away", () => { throw new TimeoutException("no answer"); });
        });
        _http = _service.As(1);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    private const string Rest = "\"count\":1,\"price\":1.5,\"color\":\"RED\"}";

    [Theory]
    [InlineData("", "missing_body")]
    [InlineData("null", "missing_body")]
    [InlineData("{", "malformed_json")]
    [InlineData("{\"name\":\"a\"," + Rest + "}", "malformed_json")]
    [InlineData("nonsense", "malformed_json")]
    [InlineData("{\"name\":\"a\",\"count\":NaN,\"price\":1,\"color\":\"RED\"}", "malformed_json")]
    [InlineData("{\"name\":\"a\",\"count\":01,\"price\":1,\"color\":\"RED\"}", "malformed_json")]
    [InlineData("{\"name\":\"a\",}", "malformed_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("7", "wrong_type")]
    [InlineData("\"text\"", "wrong_type")]
    [InlineData("{}", "missing_field")]
    [InlineData("{\"name\":null," + Rest, "missing_field")]
    [InlineData("{\"name\":7," + Rest, "wrong_type")]
    [InlineData("{\"name\":{}," + Rest, "wrong_type")]
    [InlineData("{\"name\":[\"a\"]," + Rest, "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":\"1\",\"price\":1,\"color\":\"RED\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1.5,\"price\":1,\"color\":\"RED\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":99999999999,\"price\":1,\"color\":\"RED\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":null,\"price\":1,\"color\":\"RED\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1e400,\"color\":\"RED\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":\"PINK\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":\"RED,DARK_BLUE\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":1}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":\"1\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":\"red\"}", "wrong_type")]
    [InlineData("{\"name\":\"a\",\"count\":1,\"price\":1,\"color\":\"RED\",\"day\":\"2026-02-30\"}", "wrong_type")]
    [InlineData("{\"surprise\":1,\"name\":\"a\"," + Rest, "unknown_field")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\"," + Rest, "duplicate_field")]
    [InlineData("{\"name\":\"a\",\"lines\":[{\"text\":\"x\",\"more\":1}]," + Rest, "unknown_field")]
    [InlineData("{\"name\":\"a\\u0000b\"," + Rest, "invalid_text")]
    [InlineData("{\"name\":\"\\ud800\"," + Rest, "invalid_text")]
    public async Task A_bad_body_is_400_with_its_code(string body, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await (await _http.PostAsync("/orders", content)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_field_is_named_by_its_JSON_name()
    {
        var problem =
            await (await Post("{\"name\":null," + Rest)).ShouldBeProblem(HttpStatusCode.BadRequest, "missing_field");
        Assert.Contains("'name'", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        problem = await (await Post(
            "{\"name\":\"a\",\"lines\":[{\"text\":1}],"
                + Rest)).ShouldBeProblem(HttpStatusCode.BadRequest, "wrong_type");
        Assert.Contains("$.lines[0].text", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_400()
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        await (await _http.PostAsync("/orders", content)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_text");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100_000)]
    public async Task Deep_nesting_is_400(int levels)
    {
        var arrays = new string('[', levels) + new string(']', levels);
        await (await Post(
            "{\"inner\":"
                + arrays
                + ",\"name\":\"a\","
                + Rest)).ShouldBeProblem(HttpStatusCode.BadRequest, "too_deep");
        var objects = string.Concat(Enumerable.Repeat("{\"inner\":", levels)) + "null" + new string('}', levels);
        await (await Post(objects)).ShouldBeProblem(HttpStatusCode.BadRequest, "too_deep");
    }

    [Fact]
    public async Task A_good_body_is_read_and_written_by_the_conventions()
    {
        var text =
            "{\"name\":\"김 \\uD83D\\uDE00\",\"count\":1,\"price\":0.5,\"color\":\"DARK_BLUE\",\"day\":\"2026-01-02\"}";
        var answer = await (await Post(text)).Content.ReadAsStringAsync();
        Assert.Contains("김", answer, StringComparison.Ordinal);
        Assert.Contains("\"color\":\"DARK_BLUE\",\"day\":\"2026-01-02\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task Another_content_type_is_415(string? type)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null) content.Headers.ContentType = new(type);
        await (await _http.PostAsync("/orders", content)).ShouldBeProblem(
            HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_megabytes_are_413(bool chunked)
    {
        using var content =
            new StringContent("{\"name\":\"" + new string('x', 2 << 20) + "\"}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        await (await _http.SendAsync(request)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("/orders/abc", "invalid_parameter")]
    [InlineData("/orders/99999999999999999999", "invalid_parameter")]
    [InlineData("/orders/%F0%9F%98%80", "invalid_parameter")]
    [InlineData("/search", "missing_parameter")]
    [InlineData("/search?count=x", "invalid_parameter")]
    [InlineData("/search?count=NaN", "invalid_parameter")]
    [InlineData("/search?count=1&day=2026-13-01", "invalid_parameter")]
    [InlineData("/search?count=1&limit=0", "invalid_limit")]
    [InlineData("/search?count=1&limit=201", "invalid_limit")]
    [InlineData("/search?count=1&limit=-1", "invalid_limit")]
    [InlineData("/search?count=1&limit=5&limit=6", "invalid_limit")]
    [InlineData("/search?count=1&after=%00", "invalid_text")]
    [InlineData("/search?count=1&after=zzz", "invalid_cursor")]
    [InlineData("/search?count=%ff", "invalid_parameter")]
    [InlineData("/colors?color=PINK", "invalid_parameter")]
    [InlineData("/colors?color=DarkBlue", "invalid_parameter")]
    [InlineData("/colors?color=1", "invalid_parameter")]
    [InlineData("/colors?color=", "invalid_parameter")]
    public async Task A_bad_value_in_path_or_query_is_400(string url, string code) =>
        await (await _http.GetAsync(url)).ShouldBeProblem(HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_bad_parameter_is_named()
    {
        var problem = await (await _http.GetAsync("/search?count=x")).ShouldBeProblem(
            HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Contains("'count'", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        problem = await (await _http.GetAsync("/colors?color=PINK")).ShouldBeProblem(
            HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal("'color' must be one of RED, DARK_BLUE.", problem.GetProperty("detail").GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/colors?color=RED");
        request.Headers.Add("X-Until", "tomorrow");
        problem = await (await _http.SendAsync(request)).ShouldBeProblem(
            HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Equal("'X-Until' has the wrong form.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_long_body_is_read_to_its_end_to_say_what_is_wrong_with_it()
    {
        var problem = await (await Post($"{{\"name\":\"{new string('x', 500_000)}\",\"surprise\":1," + Rest))
            .ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_field");
        Assert.Equal("The field 'surprise' is not known.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_unknown_address_is_404_and_a_wrong_method_405()
    {
        await (await _http.GetAsync("/nowhere")).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
        var answer = await _http.DeleteAsync("/orders/1");
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Contains("GET", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_known_refusal_keeps_its_status_code_members_and_retry_after()
    {
        var answer = await _http.GetAsync("/refuse");
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "employee_service_unavailable");
        Assert.Equal(TimeSpan.FromSeconds(3), answer.Headers.RetryAfter?.Delta);
        var problem = await (await _http.GetAsync("/people")).ShouldBeProblem(
            HttpStatusCode.UnprocessableEntity, "unknown_people");
        Assert.Equal([7, 8], problem.GetProperty("ids").EnumerateArray().Select(e => e.GetInt64()));
    }

    [Fact]
    public async Task A_fault_of_ours_is_500_without_its_inside()
    {
        var problem = await (await _http.GetAsync("/crash")).ShouldBeProblem(
            HttpStatusCode.InternalServerError, "internal_error");
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_is_away_is_503_with_retry_after()
    {
        var answer = await _http.GetAsync("/database-away");
        await answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task What_a_driver_throws_is_judged_by_its_detector()
    {
        await (await _http.GetAsync("/driver/away")).ShouldBeProblem(
            HttpStatusCode.ServiceUnavailable, "temporarily_unavailable");
        await (await _http.GetAsync("/driver/wrong")).ShouldBeProblem(
            HttpStatusCode.InternalServerError, "internal_error");
    }

    [Fact]
    public async Task Why_we_are_unavailable_is_logged_when_it_changes_and_never_told()
    {
        foreach (var why in new[] { "no primary", "no primary", "no primary", "wrong password", "no primary" })
        {
            var problem = await (await _http.GetAsync($"/store-away?why={why}")).ShouldBeProblem(
                HttpStatusCode.ServiceUnavailable, "store_unavailable");
            Assert.DoesNotContain(why, problem.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(
            ["no primary", "wrong password", "no primary"],
            _service
                .Log.Lines.Where(l => l.Contains("store_unavailable: ", StringComparison.Ordinal))
                .Select(l => l.Split("store_unavailable: ")[1].Trim()));
    }

    [Theory]
    [InlineData("2026-06-01T09:00:00")]
    [InlineData("2026-06-01T09:00")]
    [InlineData("2026-06-01")]
    [InlineData("tomorrow")]
    public async Task A_time_that_does_not_say_where_is_400(string at)
    {
        using var content = new StringContent($"{{\"at\":\"{at}\"}}", Encoding.UTF8, "application/json");
        var problem =
            await (await _http.PostAsync("/moments", content)).ShouldBeProblem(HttpStatusCode.BadRequest, "wrong_type");
        Assert.Equal("A time must be UTC ISO-8601 with Z, at $.at.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("2026-06-01T00:00:00Z")]
    [InlineData("2026-06-01T09:00:00+09:00")]
    [InlineData("2026-06-01T00:00:00.0001234Z")]
    public async Task A_time_that_says_where_is_answered_in_UTC_and_milliseconds(string at)
    {
        using var content = new StringContent($"{{\"at\":\"{at}\"}}", Encoding.UTF8, "application/json");
        Assert.Equal(
            "{\"at\":\"2026-06-01T00:00:00.000Z\"}",
            await (await _http.PostAsync("/moments", content)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Problem_details_come_whatever_the_caller_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Accept.ParseAdd("text/html");
        await (await _http.SendAsync(request)).ShouldBeProblem(HttpStatusCode.NotFound, "not_found");
    }

    private async Task<HttpResponseMessage> Post(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PostAsync("/orders", content);
    }
}
