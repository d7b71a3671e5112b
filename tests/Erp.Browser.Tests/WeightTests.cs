using Erp.Browser.Tests.Support;

namespace Erp.Browser.Tests;

/// <summary>What a first page costs on the wire, and from where it comes.</summary>
public sealed class WeightTests(Company company)
{
    private const int MostBytes = 100 * 1024;

    [Fact]
    public async Task A_first_page_is_light_and_all_of_it_comes_from_here()
    {
        await using var visitor = await company.SignInAsync(2);
        var (cookies, bytes) = (await visitor.Context.CookiesAsync(), 0L);
        await using var fresh = await company.VisitorAsync();
        await fresh.Context.AddCookiesAsync(cookies.Select(c => new Microsoft.Playwright.Cookie
        {
            Name = c.Name, Value = c.Value, Url = company.Address.ToString(), Secure = c.Secure,
        }));
        fresh.Context.RequestFinished += (_, request) =>
        {
            var sizes = request.SizesAsync().GetAwaiter().GetResult();
            Interlocked.Add(ref bytes, sizes.ResponseBodySize + sizes.ResponseHeadersSize);
        };
        await fresh.GoAsync("/");
        await fresh.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.Load);
        TestContext.Current.SendDiagnosticMessage($"The first page took {bytes / 1024.0:0.0} KiB.");
        Assert.InRange(Interlocked.Read(ref bytes), 1, MostBytes);
        Assert.All(fresh.Requested, r => Assert.Equal(company.Address.Authority, r.Authority));
    }
}
