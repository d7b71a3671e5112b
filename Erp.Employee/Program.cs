using Erp.Employee;
using Erp.Employee.Company;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase();
builder.AddCompany();
builder.AddNotifications();
builder.AddEmployeeServices();

var app = builder.Build();
app.UseServiceDefaults();
app.MapEmployees();
app.MapLeaveBalance();
app.Run();
