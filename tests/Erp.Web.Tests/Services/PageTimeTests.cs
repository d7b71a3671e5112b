using Erp.Api.Errors;
using Erp.ServiceDefaults.Http;
using Erp.Web.Services;
using Erp.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Erp.Web.Tests.Services;

/// <summary>Calls end with the time of the page that makes them.</summary>
public sealed class PageTimeTests : IDisposable
{
    private static readonly ServiceClientOptions Limits = new();
    private readonly ManualTime _clock = new();
    private readonly PageTime _page;
    private readonly HttpContextAccessor _accessor = new() { HttpContext = new DefaultHttpContext() };
    private readonly Silent _service = new();
    private readonly HttpMessageInvoker _client;

    public PageTimeTests()
    {
        _page = new(_clock);
        _accessor.HttpContext!.Features.Set(_page);
        _client = ClientOf("employee-service");
    }

    [Fact]
    public async Task A_call_that_is_not_answered_ends_before_somebody_has_waited_for_ten_seconds()
    {
        Assert.True(PageTime.Most < TimeSpan.FromSeconds(10));
        _clock.Advance(PageTime.Most / 2); // something else was waited for
        var call = CallAsync(_client);
        Assert.False(call.IsCompleted);
        _clock.Advance(PageTime.Most / 2);
        var problem = await Assert.ThrowsAsync<ProblemException>(() => call);
        Assert.Equal((503, "employee_service_unavailable"), (problem.Status, problem.Code));
        await Assert.ThrowsAsync<ProblemException>(() => CallAsync(_client));
        Assert.Equal(1, _service.Calls);
    }

    [Fact]
    public async Task A_service_that_let_one_wait_in_vain_is_not_asked_again_and_another_one_is()
    {
        var call = CallAsync(_client);
        _clock.Advance(Limits.AttemptTimeout);
        _service.End(Problems.Unavailable("employee_service_unavailable", "timed out", Limits.BreakDuration));
        await Assert.ThrowsAsync<ProblemException>(() => call);
        await Assert.ThrowsAsync<ProblemException>(() => CallAsync(_client));
        Assert.Equal(1, _service.Calls);
        _ = CallAsync(ClientOf("notification-service"));
        Assert.Equal(2, _service.Calls);
    }

    [Fact]
    public async Task A_service_that_was_away_without_a_wait_is_asked_again()
    {
        var call = CallAsync(_client);
        _service.End(Problems.Unavailable("employee_service_unavailable", "refused", Limits.BreakDuration));
        await Assert.ThrowsAsync<ProblemException>(() => call);
        _ = CallAsync(_client);
        Assert.Equal(2, _service.Calls);
    }

    [Fact]
    public void Calls_that_are_made_for_no_page_have_their_own_limit()
    {
        _accessor.HttpContext = null;
        var call = CallAsync(_client);
        _clock.Advance(PageTime.Most);
        Assert.False(call.IsCompleted);
    }

    public void Dispose()
    {
        _page.Dispose();
        _client.Dispose();
        _service.Dispose();
    }

    private HttpMessageInvoker ClientOf(string service) => new(
        new PageTimeHandler(service, _accessor, Options.Create(Limits), _clock) { InnerHandler = _service },
        disposeHandler: false);

    private static Task<HttpResponseMessage> CallAsync(HttpMessageInvoker client) =>
        client.SendAsync(new(HttpMethod.Get, "http://service/"), TestContext.Current.CancellationToken);

    private sealed class Silent : HttpMessageHandler
    {
        private TaskCompletionSource<HttpResponseMessage> _answer = new();

        public int Calls { get; private set; }

        public void End(Exception with)
        {
            _answer.SetException(with);
            _answer = new();
        }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            return _answer.Task.WaitAsync(cancellationToken);
        }
    }
}
