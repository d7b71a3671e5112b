using Erp.ServiceDefaults.Company;
using Microsoft.Extensions.Options;

namespace Erp.ServiceDefaults.Tests;

public sealed class CompanyCalendarTests
{
    [Theory]
    [InlineData("Asia/Seoul", "2026-01-01T14:59:59Z", "2026-01-01")]
    [InlineData("Asia/Seoul", "2026-01-01T15:00:00Z", "2026-01-02")]
    [InlineData("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08")] // summer time began
    [InlineData("UTC", "2026-12-31T23:59:59Z", "2026-12-31")]
    public void A_moment_belongs_to_the_day_that_the_companys_clocks_show(string zone, string moment, string day)
    {
        var calendar = new CompanyCalendar(
            new StoppedClock(DateTimeOffset.Parse(moment)),
            Options.Create(new CompanyOptions { TimeZone = zone }));
        Assert.Equal(DateOnly.Parse(day), calendar.Today);
    }

    [Fact]
    public void An_unknown_time_zone_is_known_to_be_unknown()
    {
        Assert.True(new CompanyOptions().KnowsTimeZone());
        Assert.False(new CompanyOptions { TimeZone = "Middle/Earth" }.KnowsTimeZone());
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
