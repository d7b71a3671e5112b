using Erp.Messaging.DeadLetters;
using Erp.Messaging.Kafka;
using Erp.Notification;
using Erp.Notification.Mail;
using Erp.Notification.Notifications;
using Erp.Notification.Sockets;
using Erp.Redis;
using Erp.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddValidation();
builder.AddRedis();
builder.AddKafkaPublisher();
builder.AddNotifications();
builder.AddMail();

var app = builder.Build();
app.UseServiceDefaults();
app.UseWebSockets();
app.MapNotifications();
app.MapRefill();
app.MapNotificationSocket();
app.MapDeadLetters();
app.Run();
