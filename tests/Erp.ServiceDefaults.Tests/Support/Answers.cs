using System.Net;
using System.Text.Json;

namespace Erp.ServiceDefaults.Tests.Support;

internal static class Answers
{
    /// <summary>Asserts that the answer is problem details with this status and code, and returns the
    /// document.</summary>
    public static async Task<JsonElement> ShouldBeProblem(
        this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"wanted {(int)status}, got {(int)answer.StatusCode}: {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var document = JsonDocument.Parse(body).RootElement;
        Assert.True(code == document.GetProperty("code").GetString(), $"wanted {code}: {body}");
        Assert.Equal((int)status, document.GetProperty("status").GetInt32());
        Assert.NotEmpty(document.GetProperty("title").GetString()!);
        Assert.NotEmpty(document.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("System.", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        return document;
    }
}
