using Erp.Employee.Access;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;

namespace Erp.Employee;

internal static class EmployeeServices
{
    /// <summary>The stores and rules of every resource.</summary>
    public static WebApplicationBuilder AddEmployeeServices(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton<AccessRules>()
            .AddSingleton<Ledger>()
            .AddSingleton<BalanceStore>()
            .AddSingleton<EmployeeStore>();
        return builder;
    }
}
