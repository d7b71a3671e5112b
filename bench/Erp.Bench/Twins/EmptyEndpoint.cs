using System.Diagnostics;
using System.Net;
using Erp.Bench.Load;
using Erp.Bench.Running;
using Erp.ServiceDefaults;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Erp.Bench.Twins;

/// <summary>A service with all that every service has and one endpoint that takes a request and does nothing, as a
/// process of its own: what is left of a request when the work is taken away.</summary>
internal sealed class EmptyEndpoint : IAsyncDisposable
{
    /// <summary>Value of <c>--Twin</c> that makes this program the service, until its input ends.</summary>
    public const string Twin = "endpoint";

    /// <summary>The same, where the environment says, until it is told to end.</summary>
    public const string Service = "service";

    // So many that none of them comes to the limit of calls that one person may make.
    private const int MostCallers = 2000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly HttpClient _http = Employee.NewClient();
    private readonly List<Employee> _callers;
    private readonly Uri _address;

    private EmptyEndpoint(Process process, Uri address)
    {
        (_process, _address) = (process, address);
        _callers = [.. Enumerable.Range(1, MostCallers).Select(id => new Employee(id, Role.Staff, _http))];
    }

    /// <summary>What the process runs.</summary>
    public static async Task ServeAsync(string twin)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Auth:SigningKey"] = RunningApplication.SigningKey;
        builder.Configuration["Auth:ServiceKey"] = RunningApplication.SigningKey + "-of-services";
        if (twin == Twin) builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapPost("/", (EmptyBody body) => TypedResults.Created("/", body)).RequireAuthorization(Policies.Employee);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        if (twin == Twin) await Console.In.ReadToEndAsync();
        else await app.WaitForShutdownAsync();
    }

    public static async Task<EmptyEndpoint> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(EmptyEndpoint).Assembly.Location, $"--{nameof(BenchOptions.Twin)}={Twin}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (Uri.TryCreate(line, UriKind.Absolute, out var address)) return new(process, address);
        throw new BenchException("the empty endpoint does not start.");
    }

    /// <summary>Bursts up to the first that is too slow, after some that only warm it up.</summary>
    public async Task<IReadOnlyList<Burst>> ClimbAsync(
        double first, double p99, TimeSpan duration, CancellationToken cancellationToken)
    {
        await BurstAsync(first, WarmUp, cancellationToken);
        return await RateLadder.ClimbAsync(
            first, 50_000, p99, rate => BurstAsync(rate, duration, cancellationToken));
    }

    /// <summary>Asks again as soon as it is answered, with so many connections, once it is warm.</summary>
    /// <returns>How many a second, and the processor time of each in milliseconds: of the service and of this process,
    /// which asks.</returns>
    public async Task<(double PerSecond, double Service, double Own)> FullAsync(
        int workers, TimeSpan duration, CancellationToken cancellationToken)
    {
        var done = 0L;
        var (service, own) = (_process.TotalProcessorTime, Environment.CpuUsage.TotalTime);
        var took = await ClosedLoop.RunAsync(workers, duration, async (number, _) =>
        {
            if (!await TryAsync(number)) throw new BenchException("the empty endpoint refuses.");
            Interlocked.Increment(ref done);
        }, cancellationToken);
        _process.Refresh();
        return (
            done / took.TotalSeconds, (_process.TotalProcessorTime - service).TotalMilliseconds / done,
            (Environment.CpuUsage.TotalTime - own).TotalMilliseconds / done);
    }

    private Task<Burst> BurstAsync(double rate, TimeSpan duration, CancellationToken cancellationToken) =>
        Burst.AtAsync(rate, duration, TryAsync, cancellationToken);

    private async Task<bool> TryAsync(int number)
    {
        var body = new EmptyBody(number, "Request", new string('x', 80));
        using var answer = await _callers[number % _callers.Count].PostAsync(_address, "/", body);
        return answer.StatusCode == HttpStatusCode.Created;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }
}

/// <summary>About what a request has.</summary>
internal sealed record EmptyBody(long Id, string Title, string Content);
