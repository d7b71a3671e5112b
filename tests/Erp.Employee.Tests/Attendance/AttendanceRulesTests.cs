using Erp.Employee.Attendance;

namespace Erp.Employee.Tests.Attendance;

public sealed class AttendanceRulesTests
{
    [Theory]
    [InlineData(0, 0, 0, 30)]
    [InlineData(1, 1, 3, 30)]
    [InlineData(16, 16, 53, 30)]
    [InlineData(29, 29, 96, 30)]
    [InlineData(30, 0, 0, 60)]
    [InlineData(59, 29, 96, 60)]
    [InlineData(60, 0, 0, 90)]
    public void Progress_counts_from_the_last_reward(int total, int count, int percent, int next) =>
        Assert.Equal(new AttendanceProgress(count, 30, percent, next), AttendanceRules.Progress(total));

    [Fact]
    public void Every_30th_earns_a_reward() =>
        Assert.Equal([30, 60, 90], Enumerable.Range(0, 100).Where(AttendanceRules.EarnsReward));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(480, 8)]
    [InlineData(500, 8.33)]
    [InlineData(1, 0.02)]
    public void Hours_have_two_places(int minutes, double hours) =>
        Assert.Equal((decimal)hours, AttendanceRules.Hours(minutes));
}
