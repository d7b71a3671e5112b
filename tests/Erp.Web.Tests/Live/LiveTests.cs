using System.Net.WebSockets;
using System.Text;
using Erp.TestSupport;
using Erp.Web.Layout;
using Erp.Web.Tests.Support;

namespace Erp.Web.Tests.Live;

/// <summary>The notifications' socket through Erp.Web, over real connections.</summary>
public sealed class LiveTests(WebFixture erp) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private StandInServices _services = null!;
    private ServiceFactory<App> _web = null!;
    private Uri _address = null!;

    public async ValueTask InitializeAsync()
    {
        _services = await StandInServices.StartAsync();
        _web = erp.Replica(_services);
        _address = _web.StartOnPort();
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Frames_come_from_the_service_which_knows_the_person_by_their_token()
    {
        using var socket = await OpenAsync(await CookieAsync(), Site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal("""{"id":7}""", await ReadAsync(socket));
        var asked = Assert.Single(_services.Requests, r => r.Path == "/ws/notifications");
        Assert.Equal("?after=6", asked.Body);
        Assert.Equal(3, asked.Token.Split('.').Length);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://erp.example.com.evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task Another_sites_page_gets_no_socket(string? origin)
    {
        var cookie = await CookieAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(cookie, origin));
        Assert.DoesNotContain(_services.Requests, r => r.Path == "/ws/notifications");
    }

    [Fact]
    public async Task Nobody_gets_a_socket_without_a_session()
    {
        await Assert.ThrowsAsync<WebSocketException>(
            () => OpenAsync(null, Site.Address.GetLeftPart(UriPartial.Authority)));
        Assert.DoesNotContain(_services.Requests, r => r.Path == "/ws/notifications");
    }

    [Fact]
    public async Task The_services_reason_for_the_end_reaches_the_browser()
    {
        _services.ClosesWith = (WebSocketCloseStatus)1012;
        using var socket = await OpenAsync(await CookieAsync(), Site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal("""{"id":7}""", await ReadAsync(socket));
        Assert.Null(await ReadAsync(socket));
        Assert.Equal((WebSocketCloseStatus)1012, socket.CloseStatus);
    }

    [Fact]
    public async Task A_service_that_says_nothing_keeps_no_browser_waiting()
    {
        _services.Hangs = path => path == "/ws/notifications";
        await Assert.ThrowsAsync<WebSocketException>(async () =>
            await OpenAsync(await CookieAsync(), Site.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Single(_services.Requests, r => r.Path == "/ws/notifications");
    }

    private async Task<ClientWebSocket> OpenAsync(string? cookie, string? origin)
    {
        using var limit = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        if (cookie is not null) socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        var live = new UriBuilder(_address) { Scheme = "ws", Path = "/live", Query = "after=6" };
        await socket.ConnectAsync(live.Uri, limit.Token);
        return socket;
    }

    // Of somebody who has signed in on another replica.
    private async Task<string> CookieAsync()
    {
        await using var other = erp.Replica(_services);
        using var site = new Site(other);
        await site.SignInAsync();
        return string.Join("; ", site.Cookies.GetCookies(Site.Address).Select(c => $"{c.Name}={c.Value}"));
    }

    private static async Task<string?> ReadAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new byte[1024];
        var frame = await socket.ReceiveAsync(buffer, limit.Token);
        return frame.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, frame.Count);
    }
}
