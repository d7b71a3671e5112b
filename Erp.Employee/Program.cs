using Erp.Employee;
using Erp.Employee.Attendance;
using Erp.Employee.Changes;
using Erp.Employee.Company;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Leaves;
using Erp.Employee.Outbox;
using Erp.Employee.Quests;
using Erp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddValidation();
builder.AddDatabase();
builder.AddCompany();
builder.AddNotifications();
builder.AddEmployeeChanges();
builder.AddEmployeeServices();

var app = builder.Build();
app.UseServiceDefaults();
app.MapEmployees();
app.MapLeaveBalance();
app.MapAttendance();
app.MapLeaves();
app.MapQuests();
app.Run();
