using Aspire.Hosting.Testing;
using Xunit;

namespace Erp.Testing.Application;

/// <summary>The first acceptance scenario, for whoever has an application of which it is to be true.</summary>
public static class TwoSteps
{
    /// <summary>A request of two steps is approved in their order, and the requester is told, by a socket and in the
    /// list.</summary>
    public static async Task ApproveAsync(ErpApplication app)
    {
        var (requester, first, second) = (
            await Person.HireAsync(app), await Person.HireAsync(app, "MANAGER"),
            await Person.HireAsync(app, "MANAGER"));
        await using var socket =
            await Socket.OpenAsync(app.App.GetEndpoint("notification-service", "http"), requester.Token);

        var request = await requester.RequestAsync(first, second);
        await first.HasInInboxAsync(request);
        Assert.Empty((await Person.GetAsync(second.Inbox, $"/process/{second.Id}"))["items"]!.AsArray());

        await first.DecideAsync(request, "approved");
        var seen = await second.HasInInboxAsync(request);
        Assert.Equal("approved", seen["steps"]![0]!["status"]!.GetValue<string>());

        await second.DecideAsync(request, "approved");
        await requester.SeesStatusAsync(request, "approved");

        string? status = null;
        while (status != "approved")
        {
            var message = await socket.NextAsync();
            Assert.Equal(request, message["approvalId"]!.GetValue<long>());
            status = message["status"]?.GetValue<string>();
        }
        var recent = (await Person.GetAsync(
            requester.Notifications, $"/notifications/recent/{requester.Id}"))["items"]!.AsArray();
        Assert.Contains(
            recent,
            n => n!["approvalId"]!.GetValue<long>() == request && n["status"]?.GetValue<string>() == "approved");
    }
}
