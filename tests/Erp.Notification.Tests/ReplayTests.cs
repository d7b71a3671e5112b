using System.Globalization;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

/// <summary>Sending dead letters back as an operator does it: by the program itself, in a pod whose service runs and
/// has the ports.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Backing _backing = new();
    private Dictionary<string, string> _pod = [];
    private Topic _topic = null!;

    public async ValueTask InitializeAsync()
    {
        await _backing.InitializeAsync();
        _topic = new(_backing.Kafka);
        _pod = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["HTTP_PORTS"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["METRICS_PORT"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
            ["ConnectionStrings__redis"] = _backing.Redis.ConnectionString,
            ["ConnectionStrings__kafka"] = _backing.Kafka.BootstrapServers,
            ["Auth__SigningKey"] = Tokens.SigningKey,
            ["Auth__ServiceKey"] = Tokens.ServiceKey,
        };
    }

    [Fact]
    public async Task Dead_letters_are_sent_back_beside_a_service_that_runs()
    {
        var employee = Backing.NewEmployee();
        await _topic.PublishDeadAsync(employee, $"again-{employee}", "again");
        await using var service = Start();
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{_pod["HTTP_PORTS"]}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.User(employee));
        await service.WaitUntilReadyAsync(
            async () => (await http.GetAsync("/health")).IsSuccessStatusCode, TimeSpan.FromSeconds(60));

        await using var command = Start("--replay-dead-letters", "approval-notifications");
        Assert.True(await command.WaitForExitAsync(TimeSpan.FromSeconds(60)) == 0, command.Output);
        Assert.Contains(" dead letters back to approval-notifications.", command.Output, StringComparison.Ordinal);
        await Eventually.GetAsync(
            () => http.GetStringAsync($"/notifications/recent/{employee}"),
            recent => recent.Contains("\"again\"", StringComparison.Ordinal));
        (await http.GetAsync($"http://127.0.0.1:{_pod["METRICS_PORT"]}/metrics")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task An_unknown_topic_is_named_with_those_that_there_are()
    {
        await using var command = Start("--replay-dead-letters", "aproval-results");
        Assert.Equal(1, await command.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains(
            "There is no topic aproval-results. Topics with dead letters are "
                + "approval-requests, approval-results, approval-notifications.",
            command.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", command.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _topic.Dispose();
        _folder.Delete();
        await _backing.DisposeAsync();
    }

    private ServerProcess Start(params string[] arguments) => ServerProcess.Start(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Erp.Notification.dll"), .. arguments],
        _folder.File($"{Guid.NewGuid():N}.log"), _pod);
}
