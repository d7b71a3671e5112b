using Erp.Api.Csv;
using Erp.Employee.Access;
using Erp.Employee.ApproverLines;
using Erp.Employee.Attendance;
using Erp.Employee.Calendar;
using Erp.Employee.Deputies;
using Erp.Employee.Employees;
using Erp.Employee.Holidays;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Leaves;
using Erp.Employee.Mail;
using Erp.Employee.Quests;
using Erp.Employee.RequestKeys;
using Erp.Employee.Team;
using Erp.ServiceDefaults.Configuration;

namespace Erp.Employee;

internal static class EmployeeServices
{
    /// <summary>The stores and rules of every resource.</summary>
    public static WebApplicationBuilder AddEmployeeServices(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<EntitlementOptions>(EntitlementOptions.Section);
        builder.AddValidatedOptions<LeaveOptions>(LeaveOptions.Section);
        builder.Services
            .AddSingleton<AccessRules>()
            .AddSingleton<LeaveYears>()
            .AddSingleton<Ledger>()
            .AddSingleton<BalanceStore>()
            .AddSingleton<DeductionStore>()
            .AddSingleton<HolidayStore>()
            .AddSingleton<CalendarStore>()
            .AddSingleton<CalendarTokens>()
            .AddSingleton<EmployeeStore>()
            .AddSingleton<TeamStore>()
            .AddSingleton<DeputyStore>()
            .AddSingleton<ApproverLineStore>()
            .AddSingleton<MailStore>()
            .AddSingleton<AttendanceBook>()
            .AddSingleton<AttendanceStore>()
            .AddSingleton<LeaveStore>()
            .AddSingleton<LeaveRequests>()
            .AddSingleton<LeaveDecisions>()
            .AddSingleton<QuestStore>()
            .AddSingleton<QuestProgressStore>()
            .AddHostedService<NameIndexing>()
            .AddHostedService<RequestKeyCleanup>();
        return builder;
    }

    /// <summary>The endpoints of every resource.</summary>
    public static WebApplication MapEmployeeServices(this WebApplication app)
    {
        var routes = app.MapGroup("").WithCsvLists();
        routes.MapEmployees();
        routes.MapTeam();
        routes.MapDeputies();
        routes.MapApproverLines();
        routes.MapMail();
        routes.MapLeaveBalance();
        routes.MapAttendance();
        routes.MapLeaves();
        routes.MapHolidays();
        routes.MapCalendar();
        routes.MapQuests();
        return app;
    }
}
