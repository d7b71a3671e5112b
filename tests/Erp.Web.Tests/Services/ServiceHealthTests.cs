using System.Net;
using Erp.Web.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Web.Tests.Services;

/// <summary>Who looks at the services' health does not ask them each time.</summary>
public sealed class ServiceHealthTests : IDisposable
{
    private readonly Clock _clock = new();
    private readonly TaskCompletionSource _answer = new();
    private readonly ServiceProvider _services;
    private readonly ServiceHealth _health;
    private int _asked;

    public ServiceHealthTests()
    {
        _services = new ServiceCollection()
            .AddTransient<ServiceClient>(
                _ => new Client(new(new Handler(AnswerAsync)) { BaseAddress = new("http://it") }))
            .BuildServiceProvider();
        _health = new(_services.GetRequiredService<IServiceScopeFactory>(), _clock);
    }

    [Fact]
    public async Task Several_at_once_and_shortly_after_ask_once()
    {
        var viewers = Enumerable.Range(0, 10).Select(_ => _health.StatesAsync()).ToList();
        _clock.Seconds = 60; // a service that takes its time is not asked again meanwhile
        viewers.Add(_health.StatesAsync());
        _answer.SetResult();
        Assert.All(await Task.WhenAll(viewers), s => Assert.Equal([new("it", true)], s));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task After_a_few_seconds_they_are_asked_again()
    {
        _answer.SetResult();
        await _health.StatesAsync();
        _clock.Seconds = 4;
        await _health.StatesAsync();
        Assert.Equal(1, _asked);
        _clock.Seconds = 5;
        await _health.StatesAsync();
        Assert.Equal(2, _asked);
    }

    private async Task<HttpResponseMessage> AnswerAsync()
    {
        Interlocked.Increment(ref _asked);
        await _answer.Task;
        return new(HttpStatusCode.OK);
    }

    public void Dispose() => _services.Dispose();

    private sealed class Client(HttpClient http) : ServiceClient(http)
    {
        public override string Service => "it";
    }

    private sealed class Handler(Func<Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken _) =>
            answer();
    }

    private sealed class Clock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
