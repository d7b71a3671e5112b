using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Erp.Employee.Tests.Support;

/// <summary>Requests whose answer is asserted at once.</summary>
public static class Calls
{
    public static async Task<JsonObject> OkAsync(
        this Task<HttpResponseMessage> call, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public static Task<JsonObject> CreatedAsync(this Task<HttpResponseMessage> call) =>
        call.OkAsync(HttpStatusCode.Created);

    /// <summary>Asserts problem details with this status and code.</summary>
    public static async Task RefusedAsync(this Task<HttpResponseMessage> call, int status, string code)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal(code, await BadInput.AssertProblemAsync(response));
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object? body = null) =>
        client.PostAsync(path, body is null ? null : JsonContent.Create(body));

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object? body = null) =>
        client.PutAsync(path, body is null ? null : JsonContent.Create(body));

    public static async Task<JsonArray> ItemsAsync(this HttpClient client, string path) =>
        (await client.GetAsync(path).OkAsync())["items"]!.AsArray();

    /// <summary>The same call so many times at once; the statuses that came back.</summary>
    public static async Task<int[]> AtOnceAsync(int times, Func<int, Task<HttpResponseMessage>> call) =>
        await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () =>
        {
            using var response = await call(i);
            return (int)response.StatusCode;
        })));
}
