using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Erp.ServiceDefaults.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.AppHost.Commands;

/// <summary>Calls a service's <c>/dead-letters</c>. A command that is given to a service is run for each of its
/// replicas at once, which are one service here: what is asked for while the same is under way is not asked
/// again.</summary>
internal sealed class DeadLetterCalls(EndpointReference endpoint, ParameterResource signingKey)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<ExecuteCommandResult>> _running = [];

    /// <summary>Shows what waits.</summary>
    public Task<ExecuteCommandResult> GetAsync(ExecuteCommandContext context) =>
        OnceAsync(HttpMethod.Get, "/dead-letters?count=200", "", context);

    /// <param name="context">Of the command.</param>
    /// <param name="of">A topic.</param>
    /// <param name="how"><c>replay</c> or <c>drop</c>.</param>
    /// <param name="bounds">How far.</param>
    public Task<ExecuteCommandResult> PostAsync(
        ExecuteCommandContext context, string of, string how, JsonObject bounds) =>
        OnceAsync(
            HttpMethod.Post, $"/dead-letters/{Uri.EscapeDataString(of)}/{how}", bounds.ToJsonString(), context);

    private Task<ExecuteCommandResult> OnceAsync(
        HttpMethod method, string path, string body, ExecuteCommandContext context)
    {
        var what = $"{path} {body}";
        lock (_lock)
        {
            if (_running.TryGetValue(what, out var running) && !running.IsCompleted) return running;
            return _running[what] = AskAsync(method, path, body, context);
        }
    }

    private async Task<ExecuteCommandResult> AskAsync(
        HttpMethod method, string path, string body, ExecuteCommandContext context)
    {
        var key = await signingKey.GetValueAsync(context.CancellationToken);
        using var http = context.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        // A replay takes as long as it takes.
        http.Timeout = Timeout.InfiniteTimeSpan;
        using var request = new HttpRequestMessage(method, new Uri(new Uri(endpoint.Url), path));
        request.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", TokenMaker.ForService(key!, "dashboard"));
        if (body.Length > 0) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await http.SendAsync(request, context.CancellationToken);
            return Result(response, await response.Content.ReadAsStringAsync(context.CancellationToken));
        }
        catch (HttpRequestException e)
        {
            return CommandResults.Failure(e.Message);
        }
    }

    private static ExecuteCommandResult Result(HttpResponseMessage response, string text)
    {
        if (response.IsSuccessStatusCode)
            return CommandResults.Success(Said(JsonNode.Parse(text)!), text, CommandResultFormat.Json, true);
        var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
        return CommandResults.Failure((isProblem ? (string?)JsonNode.Parse(text)!["detail"] : null)
            ?? $"The service answers {(int)response.StatusCode}.");
    }

    private static string Said(JsonNode answer) => answer["items"] is JsonArray items
        ? $"{items.Count} dead letters wait"
        : $"{answer["count"]} done with, {answer["waiting"]} wait";
}
