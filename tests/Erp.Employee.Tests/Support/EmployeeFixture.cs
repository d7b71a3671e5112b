using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Erp.Employee.Data;
using Erp.ServiceDefaults.Company;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace Erp.Employee.Tests.Support;

/// <summary>The service on a MariaDB of its own. Tests share it and make people and departments of their own.</summary>
public sealed class EmployeeFixture : IAsyncLifetime
{
    private static int _names;

    public MariaDbServer Server { get; } = new();

    public EmbeddedKafkaCluster Kafka { get; } = new();

    public ManualTime Time { get; } = new();

    public NotificationStub Notifications { get; } = new();

    public ServiceFactory<Program> App { get; private set; } = null!;

    public HttpClient Hr => As(900_001, "HR");

    public HttpClient Service => App.ClientFor(Tokens.Service());

    public HttpClient Anonymous => App.ClientFor(null);

    public HttpClient As(long employeeId, string role = "STAFF") => App.ClientFor(Tokens.User(employeeId, role));

    public static string Unique(string name) => $"{name} {Interlocked.Increment(ref _names)}";

    /// <summary>A new employee, in a department of their own unless one is given.</summary>
    public async Task<Person> HireAsync(string? department = null, string role = "STAFF")
    {
        department ??= Unique("Department");
        var name = Unique("Employee");
        var response = await Hr.PostAsJsonAsync("/employees",
            new { name, email = $"{name.Replace(' ', '.')}@example.com", department, position = "Engineer", role });
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.True(response.IsSuccessStatusCode, body?.ToJsonString());
        return new((long)body!["id"]!, department, As((long)body["id"]!, role));
    }

    /// <summary>Days left, of this year unless another one is named.</summary>
    public async Task<decimal> RemainingAsync(long employeeId, int? year = null) =>
        (decimal)(await Hr.GetFromJsonAsync<JsonObject>(
            $"/employees/{employeeId}/leave-balance{(year is null ? "" : $"?year={year}")}"))!["remaining"]!;

    /// <summary>While the company's clock shows the first of June of another year.</summary>
    public async Task InAsync(int year, Func<Task> act)
    {
        var before = Time.Now;
        Time.Now = new(year, 6, 1, 3, 0, 0, TimeSpan.Zero);
        try
        {
            await act();
        }
        finally
        {
            Time.Now = before;
        }
    }

    /// <summary>Changes whenever a row of a table changes. What is on its way to notification-service does not
    /// count.</summary>
    public async Task<string> ChecksumAsync()
    {
        await using var connection = new MySqlConnection(Server.ConnectionString);
        return string.Join(' ', await connection.QueryAsync<(string Table, long Sum)>(
            "CHECKSUM TABLE employees, employee_name_prefixes, leave_ledger, attendance, leaves, holidays, "
                + "quests, quest_progress, request_keys, dead_messages, approver_lines"));
    }

    /// <summary>Method and pattern of every endpoint that reads a body.</summary>
    public IEnumerable<string> EndpointsWithBody() =>
        App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
        .Select(
            e =>
                $"{e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0]} "
                    + $"/{e.RoutePattern.RawText!.Trim('/')}")
        // Of some one takes JSON and another one a file.
        .Distinct();

    /// <summary>The service as another replica, or with other settings. On a database of its own it has people of its
    /// own, whose notifications are not those of ours with the same ids.</summary>
    public ServiceFactory<Program> Replica(
        string? connection = null,
        NotificationStub? notifications = null,
        params (string Key, string Value)[] settings)
    {
        var told = notifications ?? (connection is null ? Notifications : new());
        return new(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)).Concat(new Dictionary<string, string?>
            {
                ["ConnectionStrings:mysql"] = connection ?? Server.ConnectionString,
                ["ConnectionStrings:kafka"] = Kafka.BootstrapServers,
                ["services:notification-service:http:0"] = "http://notification-service",
                ["Limits:RequestsPerSecond"] = "1000000",
                ["Limits:Burst"] = "1000000",
                // Forty at once wait for each other, on a machine that is busy longer than a caller should.
                ["MySql:WaitSeconds"] = "60",
                ["MySql:CommandTimeoutSeconds"] = "60",
            }).DistinctBy(s => s.Key).ToDictionary(),
            services =>
            {
                services.AddSingleton(s => new CompanyCalendar(Time, s.GetRequiredService<IOptions<CompanyOptions>>()));
                services
                    .AddHttpClient("notification-service", c => c.BaseAddress = new("http://notification-service"))
                    .ConfigurePrimaryHttpMessageHandler(() => told);
            });
    }

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        App = Replica();
        await App.Services.GetRequiredService<SchemaState>().WaitAsync(
            new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await ((IAsyncDisposable)Server).DisposeAsync();
        await Kafka.DisposeAsync();
    }
}

/// <summary>An employee of a test, with a client that carries their token.</summary>
public sealed record Person(long Id, string Department, HttpClient Client);
