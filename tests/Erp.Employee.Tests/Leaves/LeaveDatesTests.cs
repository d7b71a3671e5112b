using Erp.Employee.Holidays;
using Erp.Employee.Leaves;

namespace Erp.Employee.Tests.Leaves;

public sealed class LeaveDatesTests
{
    private static readonly IReadOnlyList<Holiday> Holidays =
        [new(new(2026, 6, 3), "Election day"), new(new(2026, 6, 6), "Memorial day"), new(new(2027, 1, 1), "New Year")];

    [Theory]
    [InlineData("2026-06-01", "2026-06-01", DayPart.Full, 1)]       // a Monday
    [InlineData("2026-06-01", "2026-06-01", DayPart.Morning, 0.5)]
    [InlineData("2026-06-01", "2026-06-01", DayPart.Afternoon, 0.5)]
    [InlineData("2026-06-05", "2026-06-08", DayPart.Full, 2)]       // Friday to Monday, one holiday on a Saturday
    [InlineData("2026-06-06", "2026-06-07", DayPart.Full, 0)]
    [InlineData("2026-06-01", "2026-06-05", DayPart.Full, 4)]       // a week with a holiday
    [InlineData("2026-06-03", "2026-06-03", DayPart.Full, 0)]
    [InlineData("2026-06-03", "2026-06-03", DayPart.Morning, 0)]
    public void Saturdays_Sundays_and_holidays_are_no_days_of_leave(
        string start, string end, DayPart part, double days) =>
        Assert.Equal((decimal)days, Dates(start, end, part).Count(Holidays).Days);

    [Fact]
    public void Days_over_New_Year_are_told_by_year()
    {
        var working = Dates("2026-12-28", "2027-01-05").Count(Holidays);
        Assert.Equal([new(2026, 4), new DaysOfYear(2027, 2)], working.Years);
        Assert.Equal((6m, 4m, 2m, 0m), (working.Days, working.In(2026), working.In(2027), working.In(2028)));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Both_ends_of_what_a_date_can_be_are_counted(string day) =>
        Assert.InRange(Dates(day, day).Count([]).Days, 0, 1);

    [Theory]
    [InlineData("2026-06-02", "2026-06-01", null, false)]
    [InlineData("2026-01-01", "2027-01-01", null, true)]
    [InlineData("2026-01-01", "2027-01-02", null, false)]
    [InlineData("2026-06-01", "2026-06-02", DayPart.Full, true)]
    [InlineData("2026-06-01", "2026-06-02", DayPart.Morning, false)]
    public void Dates_that_are_none_are_told(string start, string end, DayPart? part, bool good) =>
        Assert.Equal(good, !LeaveDates.Check(DateOnly.Parse(start), DateOnly.Parse(end), part).Any());

    [Fact]
    public void Only_a_pending_leave_is_decided_and_what_is_over_is_not_taken_back() =>
        Assert.Equal(
            [
                (LeaveStatus.Pending, LeaveMove.Approve), (LeaveStatus.Pending, LeaveMove.Reject),
                (LeaveStatus.Pending, LeaveMove.Cancel), (LeaveStatus.Approved, LeaveMove.Cancel),
            ],
            LeaveMoves.Table.Keys.Order());

    private static LeaveDates Dates(string start, string end, DayPart part = DayPart.Full) =>
        new(DateOnly.Parse(start), DateOnly.Parse(end), part);
}
