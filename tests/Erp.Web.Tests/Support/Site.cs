using System.Net;
using System.Text.RegularExpressions;
using Erp.TestSupport;
using Erp.Web.Layout;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Erp.Web.Tests.Support;

/// <summary>A browser without a screen: keeps cookies, follows nothing by itself, fills in forms as they are on the
/// page, and may come to another replica with every request.</summary>
public sealed partial class Site : IDisposable
{
    public static readonly Uri Address = new("https://erp.example.com");
    private readonly ServiceFactory<App>[] _from;
    private readonly List<HttpClient> _replicas;
    private readonly HttpClient _elsewhere = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly IReadOnlyList<LogRecorder> _log;
    private int _next;

    public Site(params ServiceFactory<App>[] replicas)
    {
        _from = replicas;
        _log = [.. replicas.Select(r => r.Log)];
        _replicas = [.. replicas.Select(r => new HttpClient(new CookieContainerHandler(Cookies)
        {
            InnerHandler = r.Server.CreateHandler(),
        }) { BaseAddress = Address })];
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>What the last answer was.</summary>
    public HttpResponseMessage Answer { get; private set; } = null!;

    /// <summary>The last page.</summary>
    public string Html { get; private set; } = "";

    public Uri? Location => Answer.Headers.Location is { } to ? new Uri(Answer.RequestMessage!.RequestUri!, to) : null;

    public Task GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(new(HttpMethod.Get, path), headers);

    /// <summary>Sends a form of the last page, with what somebody types and what the page had hidden in it.</summary>
    /// <param name="form">Its id, or its action.</param>
    public Task SubmitAsync(string form, params (string Name, string Value)[] typed) =>
        SubmitAsync(Form(form), typed);

    public Task SubmitAsync(PageForm form, params (string Name, string Value)[] typed)
    {
        var fields = form.Hidden.Where(h => typed.All(t => t.Name != h.Key))
            .Concat(typed.Select(t => KeyValuePair.Create(t.Name, t.Value)));
        return SendAsync(
            new(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(fields) },
            [("Sec-Fetch-Site", "same-origin")]);
    }

    /// <summary>A form of the last page, to be sent later.</summary>
    public PageForm Form(string name)
    {
        var found = Forms().Matches(Html).Select(m => m.Value).FirstOrDefault(f =>
            f.Contains($"id=\"{name}\"", StringComparison.Ordinal)
            || f.Contains($"action=\"{name}\"", StringComparison.Ordinal));
        Assert.True(found is not null, $"There is no form {name} in:\n{Html}");
        var action = WebUtility.HtmlDecode(Actions().Match(found!).Groups[1].Value);
        return new(action, [.. Hidden().Matches(found!).Select(m => KeyValuePair.Create(
            WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)))]);
    }

    /// <summary>Goes where the last answer sent us, until there is a page.</summary>
    public async Task FollowAsync()
    {
        for (var i = 0; i < 10 && Location is { } to; i++) await GetAsync(to.ToString());
    }

    /// <summary>Signs in as a person, and ends on the first page.</summary>
    public async Task SignInAsync(long employeeId = 1, string back = "/")
    {
        await GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(back)}");
        await FollowAsync();
        await SubmitAsync("choose", ("employeeId", $"{employeeId}"));
        await FollowAsync();
    }

    /// <summary>Signs in at the authority, which asks nothing, and ends on a page.</summary>
    public async Task SignInAtAuthorityAsync(string back)
    {
        await GetAsync(back);
        await FollowAsync();
    }

    /// <summary>Somebody else's browser.</summary>
    public Site Another() => new(_from);

    private async Task SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var to = new Uri(Address, request.RequestUri!);
        var client = to.Host == Address.Host ? _replicas[_next++ % _replicas.Count] : _elsewhere;
        Answer = await client.SendAsync(request);
        Html = await Answer.Content.ReadAsStringAsync();
        // What went wrong inside stands with the failure of the test.
        if ((int)Answer.StatusCode >= 400)
            foreach (var line in _log.SelectMany(l => l.Lines).TakeLast(3)) Console.WriteLine(line);
    }

    public void Dispose()
    {
        _replicas.ForEach(r => r.Dispose());
        _elsewhere.Dispose();
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Actions();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <summary>A form as a page has it.</summary>
public sealed record PageForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Hidden);
