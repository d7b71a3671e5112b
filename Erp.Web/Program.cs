using Erp.Redis;
using Erp.ServiceDefaults;
using Erp.Web.Calendar;
using Erp.Web.Forms;
using Erp.Web.Languages;
using Erp.Web.Live;
using Erp.Web.Pages;
using Erp.Web.Services;
using Erp.Web.SignIn;

var builder = WebApplication.CreateBuilder(args);
builder.AddProgramDefaults();
builder.AddRedis();
builder.AddSignIn();
builder.AddServiceClients();
builder.AddLanguages();
builder.AddForms();
builder.AddLive();
builder.AddCalendarFile();
builder.AddPages();

var app = builder.Build();
app.UseProgramDefaults();
app.UsePages();
app.MapSignIn();
app.MapLive();
app.MapCalendarFile();
app.MapPages();
app.Run();
