using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.TestSupport;

/// <summary>Who calls, seen from the employee whom a request is about.</summary>
public enum As
{
    /// <summary>Without a token.</summary>
    Anonymous,

    /// <summary>The employee whom it is about.</summary>
    Self,

    /// <summary>Somebody else, STAFF.</summary>
    OtherEmployee,

    /// <summary>A MANAGER of the employee's department.</summary>
    DepartmentManager,

    /// <summary>A MANAGER of another department.</summary>
    OtherManager,

    /// <summary>HR.</summary>
    Hr,

    /// <summary>A service with a token of its own.</summary>
    Service,
}

/// <summary>The people behind the callers; a test that stores people gives the ids that they got.</summary>
public sealed record Actors(
    long Self = 1, long OtherEmployee = 2, long DepartmentManager = 3, long OtherManager = 4, long Hr = 5)
{
    /// <summary>Their token; null for anonymous.</summary>
    public string? TokenOf(As caller) => caller switch
    {
        As.Anonymous => null,
        As.Self => Tokens.User(Self),
        As.OtherEmployee => Tokens.User(OtherEmployee),
        As.DepartmentManager => Tokens.User(DepartmentManager, "MANAGER"),
        As.OtherManager => Tokens.User(OtherManager, "MANAGER"),
        As.Hr => Tokens.User(Hr, "HR"),
        _ => Tokens.Service(),
    };
}

/// <summary>A request of a row: where to, and the body as an object (sent as JSON), a string (sent as it is) or
/// null.</summary>
public sealed record TableRequest(string Path, object? Body = null);

/// <summary>Every endpoint × every caller → status. Complete or red: see <see cref="AssertComplete"/>.</summary>
/// <example><code> private static readonly AuthorizationTable Table = new AuthorizationTable() .Row("GET /things/{id}",
/// (people, _) => new($"/things/{people.Self}"), anonymous: 401, self: 200, other: 403, departmentManager: 403,
/// otherManager: 403, hr: 200, service: 200); public static TheoryData&lt;string, As, int&gt; Rows => Table.Cases();
/// [Theory, MemberData(nameof(Rows))] public async Task Answers_what_the_table_says(string endpoint, As caller, int
/// status) => Assert.Equal(status, (int)(await Table.SendAsync(client, endpoint, caller, people)).StatusCode);
/// </code></example>
public sealed partial class AuthorizationTable
{
    private static readonly string[] NotOfTheTable =
        ["/alive", "/health", "/started", "/actuator", "/metrics", "/openapi", "/docs", "/scalar"];
    private readonly Dictionary<string, (Func<Actors, As, Task<TableRequest>> Request, int[] Statuses)> _rows = [];

    /// <summary>Adds a row. The request is made anew for every caller, so that it may use up what it needs.</summary>
    /// <param name="endpoint">Method and route pattern without constraints: <c>PUT
    /// /notifications/{id}/read</c>.</param>
    public AuthorizationTable Row(string endpoint, Func<Actors, As, Task<TableRequest>> request,
        int anonymous, int self, int other, int departmentManager, int otherManager, int hr, int service)
    {
        _rows.Add(endpoint, (request, [anonymous, self, other, departmentManager, otherManager, hr, service]));
        return this;
    }

    /// <summary>Adds a row whose request needs nothing prepared.</summary>
    public AuthorizationTable Row(string endpoint, Func<Actors, As, TableRequest> request,
        int anonymous, int self, int other, int departmentManager, int otherManager, int hr, int service) =>
        Row(
            endpoint, (people, caller) => Task.FromResult(request(people, caller)), anonymous, self, other,
            departmentManager, otherManager, hr, service);

    /// <summary>For <c>[MemberData]</c>: endpoint, caller, expected status.</summary>
    public TheoryData<string, As, int> Cases()
    {
        var cases = new TheoryData<string, As, int>();
        foreach (var (endpoint, row) in _rows)
            foreach (var caller in Enum.GetValues<As>())
                cases.Add(endpoint, caller, row.Statuses[(int)caller]);
        return cases;
    }

    /// <summary>Sends a row's request as a caller.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpClient client, string endpoint, As caller, Actors? people = null)
    {
        people ??= new();
        var (path, body) = await _rows[endpoint].Request(people, caller);
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Split(' ')[0]), path);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (people.TokenOf(caller) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.SendAsync(request);
    }

    /// <summary>Fails for an endpoint of the service without a row and for a row without an endpoint. Health and
    /// documentation have none.</summary>
    public void AssertComplete(IServiceProvider services)
    {
        var endpoints = services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => (
                Path: "/" + Constraint().Replace(e.RoutePattern.RawText ?? "", "{$1}").Trim('/'),
                Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods))
            .Where(e => !NotOfTheTable.Any(p => e.Path.StartsWith(p, StringComparison.Ordinal)))
            .SelectMany(
                e => e.Methods is { Count: > 0 } methods ? methods.Select(m => $"{m} {e.Path}") : [$"GET {e.Path}"])
            .ToHashSet();
        Assert.True(endpoints.Count > 0, "The service has no endpoints: has it been started?");
        Assert.Empty(endpoints.Except(_rows.Keys).Select(e => "no row for " + e));
        Assert.Empty(_rows.Keys.Except(endpoints).Select(e => "no endpoint for row " + e));
    }

    /// <summary>The table as Markdown, for documentation and closing notes.</summary>
    public override string ToString() => string.Join('\n', _rows
        .Select(
            r =>
                $"| `{r.Key}` | "
                    + $"{string.Join(" | ", r.Value.Statuses.Select(s => s.ToString(CultureInfo.InvariantCulture)))} |")
        .Prepend("|---|" + string.Concat(Enum.GetValues<As>().Select(_ => "---|")))
        .Prepend($"| endpoint | {string.Join(" | ", Enum.GetNames<As>())} |"));

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Constraint();
}
