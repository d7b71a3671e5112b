using System.Globalization;
using Erp.Chaos.Checking;
using Erp.Testing.Application;

namespace Erp.Chaos.Load;

/// <summary>One of the team: checks in, and takes leave and does quests as long as there is load. The manager decides,
/// and some leaves are taken back in that very moment.</summary>
public sealed class Colleague(Person self, Team team, CarefulClient client, History history, int seed)
{
    // Less than a year's leave, and few enough notifications for the manager's hundred recent ones.
    private const int MostLeaves = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Goes on until the load is over, and ends what was begun.</summary>
    public async Task RunAsync(Task load, CancellationToken giveUp)
    {
        // Twice in the same moment.
        await Task.WhenAll(CheckInAsync(giveUp), CheckInAsync(giveUp));
        for (var i = 0; i < MostLeaves && (i == 0 || !load.IsCompleted); i++)
        {
            await TakeLeaveAsync(i, giveUp);
            if (i % 3 == 0) await DoQuestAsync(i, giveUp);
            await Task.Delay(Pause, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CheckInAsync(CancellationToken giveUp)
    {
        var reply = await PostAsync(self, $"/attendance/check-in/{self.Id}", new { }, giveUp);
        history.Add(new CheckedIn(self.Id, reply.Ok ? reply.Body!["workDate"]!.GetValue<string>() : null));
    }

    private async Task TakeLeaveAsync(int number, CancellationToken giveUp)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"chaos {seed} {self.Id} {number}");
        var day = WorkingDay(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var reply = await PostAsync(
            self, "/leaves", new { employeeId = self.Id, startDate = day, endDate = day, reason }, giveUp, reason);
        Expect(reply, reason);
        var id = reply.Ok ? reply.Body!["id"]!.GetValue<long>() : (long?)null;
        history.Add(new LeaveAsked(self.Id, reason, id));
        if (id is not { } leave) return;
        await Task.WhenAll(
            MoveAsync(leave, number % 4 == 2 ? "reject" : "approve", giveUp),
            number % 4 == 3 ? CancelAsync(leave, giveUp) : Task.CompletedTask);
    }

    private async Task MoveAsync(long leave, string move, CancellationToken giveUp)
    {
        var reply = await client.PutAsync(
            Services.Employee, team.Manager, $"/leaves/{leave}/{move}", new { reason = "So be it." }, giveUp);
        history.Add(new LeaveMoved(leave, move, reply.Answer));
    }

    private async Task CancelAsync(long leave, CancellationToken giveUp)
    {
        var reply = await PostAsync(self, $"/leaves/{leave}/cancel", new { }, giveUp);
        history.Add(new LeaveMoved(leave, "cancel", reply.Answer));
    }

    private async Task DoQuestAsync(int number, CancellationToken giveUp)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"quest {seed} {self.Id} {number}");
        var offered = await PostAsync(
            team.Manager, "/quests",
            new { title, description = "Tidy up.", rewardDays = 0.5m, department = team.Department }, giveUp, title);
        Expect(offered, title);
        if (!offered.Ok) return;
        var quest = offered.Body!["id"]!.GetValue<long>();
        var me = new { employeeId = self.Id };
        await PostAsync(self, $"/quests/{quest}/accept", me, giveUp);
        await PostAsync(self, $"/quests/{quest}/complete", me, giveUp);
        await client.PutAsync(
            Services.Employee, team.Manager, $"/quests/{quest}/approve",
            new { managerId = team.Manager.Id, employeeId = self.Id }, giveUp);
        var claims = await Task.WhenAll(
            PostAsync(self, $"/quests/{quest}/claim", me, giveUp),
            PostAsync(self, $"/quests/{quest}/claim", me, giveUp));
        history.Add(new QuestClaimed(quest, self.Id, claims.Count(c => c.Ok)));
    }

    private Task<Reply> PostAsync(Person by, string path, object body, CancellationToken giveUp, string? key = null) =>
        client.PostAsync(Services.Employee, by, path, body, giveUp, key);

    private void Expect(Reply reply, string what)
    {
        if (reply.Status is { } status && !reply.Ok)
            history.Complain($"{what} was answered {(int)status}: {reply.Body}");
    }

    // The day after tomorrow or later, whatever time zone the company has.
    private static DateOnly WorkingDay(int number)
    {
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(1);
        for (var left = number; left >= 0;)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) left--;
        }
        return day;
    }
}
