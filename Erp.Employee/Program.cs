using Erp.Employee;
using Erp.Employee.Changes;
using Erp.Employee.Data;
using Erp.Employee.Outbox;
using Erp.Messaging.DeadLetters;
using Erp.ServiceDefaults;
using Erp.ServiceDefaults.Company;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddValidation();
builder.AddDatabase();
builder.AddCompanyCalendar();
builder.AddNotifications();
builder.AddEmployeeChanges();
builder.AddEmployeeServices();

var app = builder.Build();
app.UseServiceDefaults();
app.MapEmployeeServices();
app.MapDeadLetters();
app.Run();
