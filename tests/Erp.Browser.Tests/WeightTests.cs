using System.Collections.Concurrent;
using Erp.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Erp.Browser.Tests;

/// <summary>What a first page costs on the wire, and from where it comes.</summary>
public sealed class WeightTests(Company company)
{
    private const int MostBytes = 100 * 1024;

    [Fact]
    public async Task A_first_page_is_light_and_all_of_it_comes_from_here()
    {
        await using var visitor = await company.SignInAsync(2);
        var browser = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        await browser.SendAsync("Network.clearBrowserCache");
        var sizes = new ConcurrentQueue<Task<(string Path, int Bytes)>>();
        visitor.Context.RequestFinished += (_, request) => sizes.Enqueue(SizeAsync(request));
        await visitor.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var all = await Task.WhenAll(sizes);
        Assert.True(all.Sum(s => s.Bytes) <= MostBytes, string.Join('\n', all));
        Assert.All(visitor.Requested, r => Assert.Equal(company.Address.Authority, r.Authority));
    }

    private static async Task<(string Path, int Bytes)> SizeAsync(IRequest request)
    {
        var size = await request.SizesAsync();
        return (new Uri(request.Url).AbsolutePath, size.ResponseBodySize + size.ResponseHeadersSize);
    }
}
