using Aspire.Hosting.ApplicationModel;
using Erp.AppHost.Tests.Application;

namespace Erp.AppHost.Tests.Scenarios;

/// <summary>A fresh application that is asked for demonstration data.</summary>
public sealed class DemoApplication : ErpApplication
{
    protected override string Kafka => "embedded";

    protected override IEnumerable<string> Arguments => ["--Demo=true"];
}

public sealed class DemoTests(DemoApplication app) : IClassFixture<DemoApplication>
{
    [Fact]
    public async Task Demonstration_data_are_forty_people_and_approvals_in_every_state()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var end = await app.App.ResourceNotifications.WaitForResourceAsync("demo-data",
            e => KnownResourceStates.TerminalStates.Contains(e.Snapshot.State?.Text), patience.Token);
        Assert.True(end.Snapshot.ExitCode == 0, await app.LogsAsync("demo-data"));

        var hr = Person.Hr(app);
        var people = (await Person.GetAsync(hr.Employees, "/employees?limit=200"))["items"]!.AsArray();
        Assert.Equal(40, people.Count);
        Assert.Equal(4, people.Select(p => p!["department"]!.GetValue<string>()).Distinct().Count());
        foreach (var status in (string[])["in_progress", "approved", "rejected", "cancelled"])
            Assert.NotEmpty((await Person.GetAsync(hr.Approvals, $"/approvals?status={status}"))["items"]!.AsArray());
    }
}
