using Erp.Notification;
using Erp.Notification.Notifications;
using Erp.Notification.Sockets;
using Erp.ServiceDefaults;
using Erp.ServiceDefaults.Data;
using Erp.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRedis();
builder.AddKafkaPublisher();
builder.AddNotifications();

var app = builder.Build();
app.UseServiceDefaults();
app.UseWebSockets();
app.MapNotifications();
app.MapNotificationSocket();
app.Run();
