using System.Net;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public class SocketAccessTests(TwoReplicas replicas)
{
    public static TheoryData<string, string> Hostile => Tokens.Hostile();

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_bad_token_opens_nothing(string what, string token)
    {
        var refused =
            await Assert.ThrowsAsync<RefusedException>(() => TestSocket.OpenAsync(replicas.First.Address, token));
        Assert.True(refused.Status == 401, what);
        refused = await Assert.ThrowsAsync<RefusedException>(() => TestSocket.OpenAsync(
            replicas.First.Address, null, "access_token=" + Uri.EscapeDataString(token)));
        Assert.True(refused.Status == 401, what);
    }

    [Fact]
    public async Task A_service_has_no_stream_of_its_own() =>
        Assert.Equal(
            403,
            (await Assert.ThrowsAsync<RefusedException>(() => TestSocket.OpenAsync(
                replicas.First.Address, Tokens.Service()))).Status);

    [Fact]
    public async Task Browsers_give_the_token_in_the_query_of_the_socket_and_nowhere_else()
    {
        var employee = Backing.NewEmployee();
        await using var socket =
            await TestSocket.OpenAsync(replicas.First.Address, null, "access_token=" + Tokens.User(employee));
        await replicas.First.SendAsync(employee, "hello");
        await socket.AssertNextIsAsync("hello");

        using var client = replicas.First.ClientFor(null);
        var response = await client.GetAsync($"/notifications/recent/{employee}?access_token={Tokens.User(employee)}");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("after=x")]
    [InlineData("after=-1")]
    [InlineData("after=1.5")]
    [InlineData("after=")]
    [InlineData("after=99999999999999999999")]
    public async Task A_bad_after_is_refused(string query) =>
        Assert.Equal(
            400,
            (await Assert.ThrowsAsync<RefusedException>(() => TestSocket.OpenAsync(
                replicas.First.Address, Tokens.User(1), query))).Status);

    [Fact]
    public async Task A_plain_request_is_told_that_this_is_a_socket()
    {
        using var client = replicas.First.ClientFor(Tokens.User(1));
        var response = await client.GetAsync("/ws/notifications");
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("upgrade_required", await BadInput.AssertProblemAsync(response));
    }
}
