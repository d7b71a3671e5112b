using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.Employee.Company;

internal static class CompanyExtensions
{
    /// <summary>The company's calendar.</summary>
    public static WebApplicationBuilder AddCompany(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CompanyOptions>().BindConfiguration("Company").ValidateDataAnnotations()
            .Validate(
                o => o.KnowsTimeZone(), "Company:TimeZone is not the name of a time zone that this machine knows.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CompanyCalendar>();
        return builder;
    }
}
