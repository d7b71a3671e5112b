using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>What came of a call.</summary>
/// <param name="Status">Null when no attempt was answered for good.</param>
/// <param name="Unsure">An earlier attempt had no answer: it may have had its effect all the same.</param>
public sealed record Reply(HttpStatusCode? Status, JsonNode? Body, bool Unsure)
{
    public bool Ok => Status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent;

    /// <summary>What its sender knows.</summary>
    public Answer Answer => Ok ? Answer.Yes : Status is null || Unsure ? Answer.Unknown : Answer.No;
}

/// <summary>Calls as a careful client does: an attempt has a time limit, and what is not answered, or with 429 or 5xx,
/// is tried again. Answers that nobody should get go into the history.</summary>
/// <param name="addressOf">Where a service is now.</param>
public sealed class CarefulClient(Func<string, Uri> addressOf, History history) : IDisposable
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(15) })
    {
        Timeout = Attempt,
    };

    public Task<Reply> GetAsync(string service, Person by, string path, CancellationToken giveUp) =>
        SendAsync(service, by, HttpMethod.Get, path, null, null, giveUp);

    public Task<Reply> PostAsync(
        string service, Person by, string path, object body, CancellationToken giveUp, string? key = null) =>
        SendAsync(service, by, HttpMethod.Post, path, body, key, giveUp);

    public Task<Reply> PutAsync(string service, Person by, string path, object body, CancellationToken giveUp) =>
        SendAsync(service, by, HttpMethod.Put, path, body, null, giveUp);

    public Task<Reply> DeleteAsync(string service, Person by, string path, CancellationToken giveUp) =>
        SendAsync(service, by, HttpMethod.Delete, path, null, null, giveUp);

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(
        string service, Person by, HttpMethod method, string path, object? body, string? key, CancellationToken giveUp)
    {
        var unsure = false;
        for (var pause = First; !giveUp.IsCancellationRequested; pause = pause < Longest ? pause * 2 : pause)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(addressOf(service), path));
                request.Headers.Authorization = new("Bearer", by.Token);
                if (key is not null) request.Headers.Add("Idempotency-Key", key);
                if (body is not null) request.Content = JsonContent.Create(body);
                using var answer = await _http.SendAsync(request, giveUp);
                var text = await answer.Content.ReadAsStringAsync(giveUp);
                if (answer.StatusCode == HttpStatusCode.InternalServerError)
                    history.Complain($"{method} {path} of {service} was answered 500: {text}");
                if ((int)answer.StatusCode is not 429 and < 500)
                    return new(answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, unsure);
                unsure |= (int)answer.StatusCode >= 500;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException
                or InvalidOperationException)
            {
                // The last one: the whole application is away.
                unsure = true;
            }
            finally
            {
                history.Wait(clock.Elapsed);
            }
            await Task.Delay(pause, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return new(null, null, Unsure: true);
    }
}
