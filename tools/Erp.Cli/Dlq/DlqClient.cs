using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Erp.AppHost;
using Erp.ServiceDefaults.Auth;

namespace Erp.Cli.Dlq;

/// <summary>Calls the services' <c>/dead-letters</c> with a service's token. Whatever goes wrong is an
/// <see cref="ErpException"/>.</summary>
internal sealed class DlqClient : IDisposable
{
    private const string UnknownTopic = "unknown_dead_letters";
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5), TokenLifetime = TimeSpan.FromHours(1);
    private readonly IReadOnlyList<Uri> _services;
    private readonly HttpClient _http;

    /// <param name="url">Of one service; all of the locally running application when null.</param>
    public DlqClient(Uri? url)
    {
        _services = url is null ? [.. LocalPorts.All.Select(port => new Uri($"http://localhost:{port}"))] : [url];
        // A proxy knows nothing of this machine. A replay takes as long as it takes: Ctrl-C ends it.
        _http = new(new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout, UseProxy = !_services.All(s => s.IsLoopback),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", TokenMaker.ForService(SigningKey.Get(), "erp-dlq", TokenLifetime));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Those of all services, or of the one that keeps those of a topic; with the addresses where nothing
    /// answers.</summary>
    public async Task<(IReadOnlyList<JsonNode> Items, bool More, IReadOnlyList<Uri> Away)> ListAsync(
        string? of, string query, CancellationToken cancellationToken)
    {
        var (items, more, away) = (new List<JsonNode>(), false, new List<Uri>());
        foreach (var service in of is null ? _services : [await KeeperAsync(of, cancellationToken)])
        {
            var topic = of is null ? "" : $"&of={Uri.EscapeDataString(of)}";
            if (await TryAskAsync(HttpMethod.Get, service, $"/dead-letters?{query}{topic}", null, cancellationToken)
                is not { } list)
            {
                away.Add(service);
                continue;
            }
            items.AddRange(list["items"]!.AsArray().Select(i => i!));
            more |= list["more"]!.GetValue<bool>();
        }
        if (away.Count == _services.Count) throw NothingRuns();
        return ([.. items.OrderBy(i => i["deadAt"]!.GetValue<DateTimeOffset>())], more, away);
    }

    public async Task<JsonNode> ShowAsync(string of, string id, CancellationToken cancellationToken) =>
        await AskAsync(
            HttpMethod.Get, await KeeperAsync(of, cancellationToken), $"{Path(of)}/{Uri.EscapeDataString(id)}", null,
            cancellationToken);

    /// <param name="of">A topic.</param>
    /// <param name="how"><c>replay</c> or <c>drop</c>.</param>
    /// <param name="until">Not those that died after it.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Ends it midway.</param>
    public async Task<JsonNode> MoveAsync(
        string of, string how, DateTimeOffset? until, int? count, CancellationToken cancellationToken) =>
        await AskAsync(
            HttpMethod.Post, await KeeperAsync(of, cancellationToken), $"{Path(of)}/{how}", new { until, count },
            cancellationToken);

    private static string Path(string of) => $"/dead-letters/{Uri.EscapeDataString(of)}";

    /// <summary>The service that keeps those of this topic.</summary>
    public async Task<Uri> KeeperAsync(string of, CancellationToken cancellationToken)
    {
        var (known, away) = (new List<string>(), 0);
        foreach (var service in _services)
        {
            try
            {
                var path = $"/dead-letters?count=1&of={Uri.EscapeDataString(of)}";
                if (await TryAskAsync(HttpMethod.Get, service, path, null, cancellationToken) is not null)
                    return service;
                away++;
            }
            catch (UnknownTopicException unknown)
            {
                known.AddRange(unknown.Known);
            }
        }
        if (away == _services.Count) throw NothingRuns();
        throw new ErpException($"there are no dead letters of '{of}', but of {string.Join(", ", known.Order())}"
            + (away > 0 ? $"; {away} of {_services.Count} services do not run." : "."));
    }

    private async Task<JsonNode> AskAsync(
        HttpMethod method, Uri service, string path, object? body, CancellationToken cancellationToken) =>
        await TryAskAsync(method, service, path, body, cancellationToken) ?? throw NothingRuns();

    // Null when nothing listens there.
    private async Task<JsonNode?> TryAskAsync(
        HttpMethod method, Uri service, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(service, path));
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw Refusal(service, response, text);
            return JsonNode.Parse(text);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return null;
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            return null;
        }
        catch (HttpRequestException e)
        {
            throw new ErpException($"{service.Authority}: {e.Message}");
        }
        catch (JsonException)
        {
            throw new ErpException($"what answers at {service.Authority} is no service of this system.");
        }
    }

    private static Exception Refusal(Uri service, HttpResponseMessage response, string text)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized)
            return new ErpException($"{service.Authority} does not know the key of this token: set ERP_SIGNING_KEY to "
                + "the key of its services.");
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return new ErpException($"{service.Authority} answers {(int)response.StatusCode}: is it a service of this "
                + "system, and as new as this program?");
        var problem = JsonNode.Parse(text)!;
        if ((string?)problem["code"] == UnknownTopic)
            return new UnknownTopicException(problem["of"]!.AsArray().Select(o => o!.GetValue<string>()));
        return new ErpException((string?)problem["detail"] is { } detail
            ? $"{service.Authority}: {detail}"
            : $"{service.Authority} answers {(int)response.StatusCode}.");
    }

    private ErpException NothingRuns() => new(_services.Count == 1
        ? $"nothing answers at {_services[0]}."
        : $"nothing answers at {string.Join(", ", _services.Select(s => s.Authority))}: start the application with "
            + "./erp run, or name another address with --url.");

    private sealed class UnknownTopicException(IEnumerable<string> known) : Exception
    {
        public IReadOnlyList<string> Known { get; } = [.. known];
    }
}
