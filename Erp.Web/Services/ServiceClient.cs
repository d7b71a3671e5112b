using System.Globalization;
using System.Net;
using System.Text.Json;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.ServiceDefaults.Http;

namespace Erp.Web.Services;

/// <summary>A service, called in the name of the person who is signed in. Its refusals come as
/// <see cref="ProblemException"/>, with the fields that they are about.</summary>
public abstract class ServiceClient(HttpClient http)
{
    /// <summary>Its name.</summary>
    public abstract string Service { get; }

    /// <summary>Whether it is ready to work, by its own word.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
            using var answer = await SendAsync(request);
            return true;
        }
        catch (ProblemException)
        {
            return false;
        }
    }

    /// <summary>Reads.</summary>
    /// <param name="token">Whose name it is done in, where nobody is signed in yet.</param>
    protected async Task<T> GetAsync<T>(string path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) CallerTokenHandler.Give(request, token);
        using var answer = await SendAsync(request);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Reads what may not be there: then null.</summary>
    protected async Task<T?> FindAsync<T>(string path) where T : class
    {
        try
        {
            return await GetAsync<T>(path);
        }
        catch (ProblemException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    /// <summary>Changes something, and reads what the service says of it.</summary>
    /// <param name="body">Sent as JSON, unless it is content already.</param>
    /// <param name="key">Of the form that is sent, where the service knows <c>Idempotency-Key</c>: the same again has
    /// no second effect.</param>
    /// <param name="token">Whose name it is done in, where nobody is signed in yet.</param>
    protected async Task<T> SendAsync<T>(
        HttpMethod method, string path, object? body = null, string? key = null, string? token = null)
    {
        using var answer = await SendAsync(method, path, body, key, ifMatch: null, token);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Changes something.</summary>
    protected async Task SendAsync(HttpMethod method, string path, object? body = null, string? key = null) =>
        (await SendAsync(method, path, body, key, ifMatch: null)).Dispose();

    /// <summary>Replaces a version of something; 412 when there is a newer one.</summary>
    protected async Task<T> ReplaceAsync<T>(string path, object body, int version)
    {
        var ifMatch = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        using var answer = await SendAsync(HttpMethod.Put, path, body, key: null, ifMatch);
        return await ReadAsync<T>(answer);
    }

    /// <summary>A path with those of its parameters that are there.</summary>
    protected static string Query(string path, params (string Name, object? Value)[] parameters)
    {
        var given = parameters
            .Select(p => (p.Name, Text: Convert.ToString(Plain(p.Value), CultureInfo.InvariantCulture)))
            .Where(p => !string.IsNullOrEmpty(p.Text))
            .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Text!)}");
        return string.Join('&', given) is { Length: > 0 } query ? $"{path}?{query}" : path;
    }

    private static object? Plain(object? value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => value,
    };

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, string? key, string? ifMatch, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null) CallerTokenHandler.Give(request, token);
        request.Content = body as HttpContent
            ?? (body is null ? null : JsonContent.Create(body, body.GetType(), options: ErpJson.Options));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
            request.AsIdempotent();
        }
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var answer = await http.SendAsync(request);
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw await ProblemAsync(answer);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<T>(ErpJson.MessageOptions))!;

    private static async Task<ProblemException> ProblemAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<ProblemDocument>(ErpJson.MessageOptions);
            return new(status, problem?.Code ?? ErrorCodes.ForStatus(status), problem?.Detail ?? "")
            {
                Extensions = new Dictionary<string, object?>
                {
                    [Problem.ErrorsMember] = problem?.Errors, [Problem.EmployeesMember] = problem?.EmployeeIds,
                },
            };
        }
        catch (JsonException)
        {
            return new(status, ErrorCodes.ForStatus(status), WebUtility.HtmlDecode(answer.ReasonPhrase) ?? "");
        }
    }

    private sealed record ProblemDocument(
        string? Code = null, string? Detail = null, Dictionary<string, string[]>? Errors = null,
        long[]? EmployeeIds = null);
}
