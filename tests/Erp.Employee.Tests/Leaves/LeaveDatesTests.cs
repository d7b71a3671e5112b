using Erp.Employee.Leaves;

namespace Erp.Employee.Tests.Leaves;

public sealed class LeaveDatesTests
{
    [Theory]
    [InlineData("2026-06-01", "2026-06-01", 0.5, true)]   // a Monday
    [InlineData("2026-06-01", "2026-06-01", 1, true)]
    [InlineData("2026-06-01", "2026-06-01", 1.5, false)]
    [InlineData("2026-06-05", "2026-06-08", 2, true)]     // Friday to Monday, two working days
    [InlineData("2026-06-05", "2026-06-08", 4, true)]     // somebody who works on weekends
    [InlineData("2026-06-05", "2026-06-08", 0.5, false)]
    [InlineData("2026-06-06", "2026-06-06", 1, true)]     // a Saturday
    [InlineData("2026-06-01", "2026-06-05", 4, true)]     // half days at both ends
    [InlineData("2026-06-01", "2026-06-05", 3.5, false)]
    [InlineData("2026-06-02", "2026-06-01", 1, false)]
    [InlineData("0001-01-01", "0001-01-01", 1, true)]     // both ends of what a date can be
    [InlineData("9999-12-31", "9999-12-31", 1, true)]
    public void Days_fit_between_the_weekdays_and_the_calendar_days(string start, string end, double days, bool fit) =>
        Assert.Equal(fit, LeaveDates.Fit(DateOnly.Parse(start), DateOnly.Parse(end), (decimal)days));

    [Fact]
    public void Only_a_pending_leave_moves() =>
        Assert.Equal(
            [(LeaveStatus.Pending, LeaveMove.Approve), (LeaveStatus.Pending, LeaveMove.Reject)],
            LeaveMoves.Table.Keys.Order());
}
