using Erp.Approval;
using Erp.Messaging.DeadLetters;
using Erp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddValidation();
builder.AddApproval();

var app = builder.Build();
app.UseServiceDefaults();
app.MapApproval();
app.MapDeadLetters();
app.Run();
