using Erp.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.Employee.Company;

internal static class CompanyExtensions
{
    /// <summary>The company's calendar, and its rules of leave.</summary>
    public static WebApplicationBuilder AddCompany(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CompanyOptions>(CompanyOptions.Section).Validate(
            o => o.KnowsTimeZone(), "Company:TimeZone is not the name of a time zone that this machine knows.");
        builder.AddValidatedOptions<LeaveOptions>(LeaveOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CompanyCalendar>();
        return builder;
    }
}
