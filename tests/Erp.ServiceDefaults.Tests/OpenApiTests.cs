using System.Text.Json;
using Erp.TestSupport;
using Microsoft.AspNetCore.Builder;

namespace Erp.ServiceDefaults.Tests;

public sealed class OpenApiTests
{
    internal enum Kind { Small, VeryLarge }

    internal sealed record Thing(string Name, Kind Kind, string? Note);

    [Fact]
    public async Task The_document_says_what_holds_for_every_operation()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapPost("/things/{id}", (long id, Thing thing) => thing);
            app.MapGet("/things", () => Array.Empty<Thing>());
        });
        using var employee = service.As(1);
        var document = JsonDocument.Parse(await employee.GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("test-service", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal(
            ["/things", "/things/{id}"], document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order());

        var post = document.GetProperty("paths").GetProperty("/things/{id}").GetProperty("post");
        var responses = post.GetProperty("responses");
        Assert.Equal(
            ["200", "400", "401", "403", "404", "413", "415", "429", "503"],
            responses.EnumerateObject().Select(r => r.Name).Order());
        Assert.Equal("#/components/schemas/Problem", responses.GetProperty("401").GetProperty("content")
            .GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.True(post.GetProperty("security")[0].TryGetProperty("bearer", out _));

        var components = document.GetProperty("components");
        Assert.Equal(
            "http", components.GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
        var thing = components.GetProperty("schemas").GetProperty("Thing").GetProperty("properties");
        Assert.Equal("string", thing.GetProperty("name").GetProperty("type").GetString());
        var kinds = components.GetProperty("schemas").GetProperty("Kind");
        Assert.Equal(["SMALL", "VERY_LARGE"], kinds.GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("string", kinds.GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        await using var service = await TestService.StartAsync(_ => { });
        using var employee = service.As(1);
        var page = await employee.GetAsync("/docs/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn.", html, StringComparison.Ordinal);
        Assert.Contains(
            "'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
