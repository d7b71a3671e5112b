using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Testing.Application;

namespace Erp.Chaos.Checking;

/// <summary>Reads what somebody sees.</summary>
internal sealed class PageReader(ChaosApplication app)
{
    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<T>> AllAsync<T>(
        string service, Person person, string path, Func<JsonNode, T> read)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            var page = await GetAsync(
                service, person, $"{path}&limit=200{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            all.AddRange(page["items"]!.AsArray().Select(n => read(n!)));
            next = page["next"]?.ToString();
        }
        while (next is not null);
        return all;
    }

    /// <summary>One answer.</summary>
    public async Task<JsonNode> GetAsync(string service, Person person, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.AddressOf(service), path));
        request.Headers.Authorization = new("Bearer", person.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var answer = await app.Plain.SendAsync(request, limit.Token);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(limit.Token))
            ?? throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{path} answered nothing."));
    }
}
