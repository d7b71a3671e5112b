using Erp.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.ServiceDefaults.Company;

/// <summary>The company's calendar for every program that speaks of days.</summary>
public static class CompanyExtensions
{
    /// <summary>Registers <see cref="CompanyCalendar"/>, with its time zone checked on start.</summary>
    public static WebApplicationBuilder AddCompanyCalendar(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CompanyOptions>(CompanyOptions.Section).Validate(
            o => o.KnowsTimeZone(), "Company:TimeZone is not the name of a time zone that this machine knows.");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<CompanyCalendar>();
        return builder;
    }
}
