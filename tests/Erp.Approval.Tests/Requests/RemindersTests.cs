using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Requests;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Reminding;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.Sqlite;
using Erp.Approval.Tests.Support;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Outbox;
using Erp.People;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using EmployeeClient = Erp.Approval.Requests.People.EmployeeClient;

namespace Erp.Approval.Tests.Requests;

/// <summary>Who is reminded when, by two replicas on one store whose clock is moved.</summary>
public sealed class RemindersTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    // Monday, noon in Seoul.
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly PeopleView _people = new();
    private readonly Clock _clock = new();
    private SqliteApprovalStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new($"Data Source={_folder.File("approvals.db")}");
        await _store.InitializeAsync(None);
        Know(2, "Sales");
        Know(20, "Sales", Role.Manager);
        Know(21, "Works", Role.Manager);
        Know(5, "HR", Role.Hr);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete();
    }

    [Fact]
    public async Task An_approver_is_reminded_after_two_working_days_once_each_working_day()
    {
        var id = await SubmitAsync(Monday.AddDays(3)); // Thursday
        using var one = Replica();
        using var other = Replica();

        // Friday, Saturday, Sunday, Monday morning; from Monday noon on it is two working days.
        foreach (var hours in (double[])[24, 48, 72, 95.9]) await SweepAsync(Monday.AddDays(3).AddHours(hours));
        Assert.Empty(await RemindedAsync());
        await SweepAsync(Monday.AddDays(7).AddMinutes(1));
        await SweepAsync(Monday.AddDays(7).AddHours(6));
        Assert.Equal([(2, 7)], await RemindedAsync());
        await SweepAsync(Monday.AddDays(8));
        Assert.Equal([(2, 7), (2, 8)], await RemindedAsync());

        await _store.ChangeAsync(id, r => r.Cancel(1, new(_clock.Now, null)), None);
        await SweepAsync(Monday.AddDays(9));
        Assert.Equal(2, (await RemindedAsync()).Count());

        async Task SweepAsync(DateTimeOffset now)
        {
            _clock.Now = now;
            await Task.WhenAll(one.SweepAsync(None), other.SweepAsync(None));
        }

        async Task<IEnumerable<(long, int)>> RemindedAsync() => (await ToldAsync(id))
            .Select(told => (told.EmployeeId, (told.Timestamp - Monday).Days));
    }

    [Fact]
    public async Task Holidays_are_no_working_days()
    {
        var id = await SubmitAsync(Monday);
        using var reminders = Replica(new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 6));

        for (var day = 0; day < 8; day++)
        {
            _clock.Now = Monday.AddDays(day).AddMinutes(1);
            await reminders.SweepAsync(None);
        }

        // Tuesday and Friday are free: two working days are full on Thursday.
        Assert.Equal(
            [3, 7], (await ToldAsync(id)).Where(t => t.EmployeeId == 2).Select(t => (t.Timestamp - Monday).Days));
    }

    [Fact]
    public async Task Holidays_are_those_of_employee_service_or_what_it_said_last()
    {
        await using var employees = new FakeEmployees();
        await employees.InitializeAsync();
        await using var service = await TestService.StartAsync(
            b =>
            {
                b.AddServiceClient<EmployeeClient>("employee-service");
                b.Services.AddSingleton(new Stamps(_clock));
                b.Services.AddSingleton<ICompanyHolidays, CompanyHolidays>();
            },
            _ => { }, ("services:employee-service:http:0", employees.Address),
            ("ServiceClients:BreakerThroughput", "1000"));
        var holidays = service.Services.GetRequiredService<ICompanyHolidays>();
        employees.Holidays = [new(2025, 12, 25), new(2026, 3, 3), new(2027, 1, 1)];

        Assert.Equal([new(2025, 12, 25), new(2026, 3, 3)], (await holidays.AroundAsync(2026, None)).Order());
        (employees.Holidays, employees.Broken) = ([], true);
        _clock.Now = Monday.AddHours(2);
        Assert.Equal(2, (await holidays.AroundAsync(2026, None)).Count);
        Assert.Empty(await holidays.AroundAsync(2029, None));
        employees.Broken = false;
        Assert.Empty(await holidays.AroundAsync(2026, None));
    }

    [Fact]
    public async Task After_a_week_the_managers_are_told_once_and_HR_where_there_are_none()
    {
        var sales = await SubmitAsync(Monday);
        var nowhere = await SubmitAsync(Monday, approver: 3); // whom nobody knows
        using var reminders = Replica();

        for (var day = 0; day < 12; day++)
        {
            _clock.Now = Monday.AddDays(day).AddMinutes(1);
            await reminders.SweepAsync(None);
        }

        // The weekend reminds nobody.
        Assert.Equal([2, 3, 4, 7, 8, 9, 10, 11], await DaysAsync(sales, 2));
        Assert.Equal([7], await DaysAsync(sales, 20));
        Assert.Equal([7], await DaysAsync(nowhere, 5));
        Assert.Empty(await DaysAsync(sales, 5));
        Assert.Empty(await DaysAsync(sales, 21));

        async Task<IEnumerable<int>> DaysAsync(long id, long person) => (await ToldAsync(id))
            .Where(told => told.EmployeeId == person).Select(told => (told.Timestamp - Monday).Days);
    }

    [Fact]
    public async Task One_replica_does_it_until_it_is_gone()
    {
        using var one = Replica();
        using var other = Replica();
        await SubmitAsync(Monday.AddDays(-14));
        _clock.Now = Monday;

        Assert.Equal(1, await one.SweepAsync(None));
        await SubmitAsync(Monday.AddDays(-14));
        Assert.Equal(0, await other.SweepAsync(None));
        _clock.Now = Monday.AddHours(1);
        Assert.Equal(1, await other.SweepAsync(None));
        Assert.Equal(0, await one.SweepAsync(None));
    }

    private Reminders Replica(params DateOnly[] holidays)
    {
        var calendar = new CompanyCalendar(_clock, Options.Create(new CompanyOptions()));
        var stamps = new Stamps(_clock);
        var changes = new ApprovalChanges(_store, new OutboxSignal(), stamps, Options.Create(new OutboxOptions()));
        return new(
            _store, changes, _people, calendar,
            new Free([.. holidays]), stamps, new TransientFaults([]),
            Options.Create(new ApprovalOptions()), NullLogger<Reminders>.Instance);
    }

    private void Know(long id, string department, Role role = Role.Staff) =>
        _people.Apply(new(id, $"Person {id}", department, "Clerk", role, true, 1));

    private async Task<long> SubmitAsync(DateTimeOffset at, long approver = 2)
    {
        var request = await _store.InsertAsync(
            id => ApprovalRequest.Submit(id, Make.Submission(approvers: approver), new(at, null), StandIns.None),
            null, None);
        return request!.Id;
    }

    private async Task<IReadOnlyList<NotificationRequested>> ToldAsync(long id) =>
        [.. (await _store.FindAsync(id, None))!.Outbox.DistinctBy(e => e.Id)
            .Select(e => e.Type == nameof(NotificationRequested)
                ? JsonSerializer.Deserialize<NotificationRequested>(e.Payload, ErpJson.MessageOptions)!
                : null)
            .OfType<NotificationRequested>().Where(n => n.Type == "APPROVAL_REMINDER")];

    private sealed class Free(HashSet<DateOnly> days) : ICompanyHolidays
    {
        public Task<IReadOnlySet<DateOnly>> AroundAsync(int year, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlySet<DateOnly>>(days);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Monday;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
