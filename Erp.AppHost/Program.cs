using Erp.AppHost;
using Erp.AppHost.Backing;
using Erp.AppHost.Commands;
using Erp.AppHost.Eks;
using Erp.Contracts;
using Microsoft.Extensions.Configuration;

ConsoleErrors.InOneLine();
LocalCalls.BypassProxy();
var builder = DistributedApplication.CreateBuilder(args);
builder.Services.AddConsoleReports();
builder.Services.PollHealthQuickly();
builder.AddPipelineConsole();

// Tokens: employees' and the services' own are signed with a key that is made once and kept in the user secrets.
var newKey = new GenerateParameterDefault { MinLength = 48, Special = false };
var signingKey = builder.AddParameter("auth-signing-key", newKey, secret: true, persist: true)
    .WithDescription("Signs all tokens on this machine. Made once; another one makes the old tokens invalid.")
    .PublishAsEksKey("AUTH_SERVICE_KEY", variable: "Auth__ServiceKey");

// Backing services: from a container runtime, an installed server, or what this repository brings along (see Backing/).
var kafka = builder.AddKafkaBacking("kafka");
var mysql = builder.AddMySqlBacking("mysql");
var redis = builder.AddRedisBacking("redis");
var mongodb = builder.AddMongoDbBacking("mongodb");

// Notifications: stored per employee in Redis, pushed to every open socket of that employee.
var notification = builder.AddProject<Projects.Erp_Notification>("notification-service", launchProfileName: null)
    .AsErpService(LocalPorts.Notification, icon: "Alert", signingKey)
    .WithReference(kafka, connectionName: "kafka").WaitFor(kafka)
    .WithReference(redis, connectionName: "redis").WaitFor(redis)
    .WithDeadLetters(signingKey, of: Topics.ApprovalNotifications.Name)
    .PublishWithEksTopics(
        sends: [Topics.ApprovalNotifications, Topics.ApprovalResults], consumes: [Topics.ApprovalNotifications]);

// Employees, attendance, leave and quests: the system of record in MySQL. Tells people through notification-service,
// and services about people through Kafka.
var employee = builder.AddProject<Projects.Erp_Employee>("employee-service", launchProfileName: null)
    .AsErpService(LocalPorts.Employee, icon: "People", signingKey)
    .WithReference(kafka, connectionName: "kafka").WaitFor(kafka)
    .WithReference(mysql, connectionName: "mysql").WaitFor(mysql)
    .WithReference(notification)
    .WithDeadLetters(signingKey, of: "notifications")
    .PublishWithEksTopics(sends: [Topics.EmployeeChanges]);

// What people asked for goes to them by mail as well, where there is a mail server (parameters mail-host, …).
notification.WithMail(employee);

// Approvals: the system of record in MongoDB, with its outgoing messages in the same documents.
var requests = builder.AddProject<Projects.Erp_Approval>("approval-request-service", launchProfileName: null)
    .AsErpService(LocalPorts.ApprovalRequest, icon: "DocumentText", signingKey)
    .WithEnvironment("Approval__Role", "request")
    .WithReference(kafka, connectionName: "kafka").WaitFor(kafka)
    .WithReference(mongodb, connectionName: "mongodb").WaitFor(mongodb)
    .WithReference(employee)
    .WithDeadLetters(signingKey, of: Topics.ApprovalResults.Name)
    .PublishWithEksTopics(
        sends: [Topics.ApprovalRequests, Topics.ApprovalNotifications], consumes: [Topics.ApprovalResults])
    .PublishWithEksTargetGroup("approval-req");

// Each approver's inbox and their decisions: the same program in its other role, with its state in Redis only.
var processing = builder.AddProject<Projects.Erp_Approval>("approval-processing-service", launchProfileName: null)
    .AsErpService(LocalPorts.ApprovalProcessing, icon: "MailInbox", signingKey)
    .WithEnvironment("Approval__Role", "processing")
    .WithReference(kafka, connectionName: "kafka").WaitFor(kafka)
    .WithReference(redis, connectionName: "redis").WaitFor(redis)
    .WithDeadLetters(signingKey, of: Topics.ApprovalRequests.Name)
    .PublishWithEksTopics(sends: [Topics.ApprovalResults], consumes: [Topics.ApprovalRequests])
    .PublishWithEksTargetGroup("approval-proc");

// Before a request is cancelled, the inbox says whether it was decided.
requests.WithReference(processing);

// The pages that people open: their browsers' only partner, which calls the services in their name.
var web = builder.AddProject<Projects.Erp_Web>("web", launchProfileName: null)
    .AsErpService(LocalPorts.Web, icon: "Globe", signingKey, page: "ERP", path: "/")
    .WithReference(redis, connectionName: "redis").WaitFor(redis)
    .WithReference(employee)
    .WithReference(requests)
    .WithReference(processing)
    .WithReference(notification);
// The load balancer adds no headers, so those of a request are the browser's own word.
web.DisableForwardedHeaders()
    .WithEnvironment("Web__PublicUrl", web.GetEndpoint("http"))
    .PublishAsEksComponent(publicUrl: "Web__PublicUrl", clientSecret: "Web__ClientSecret");

// The application as a whole: tokens, and forgetting all data, from the dashboard's menu (see Commands/).
builder.AddApplication("erp", signingKey);

// Something to look at, started from the dashboard or by --Demo=true: fills a fresh system through the services' own
// APIs, then ends.
var demo = builder.AddProject<Projects.Erp_Demo>("demo-data", launchProfileName: null)
    .StartedFromBuild()
    .WithIconName("PeopleCommunity")
    .WithEnvironment("Auth__SigningKey", signingKey)
    .WithReference(employee).WaitFor(employee)
    .WithReference(requests).WaitFor(requests)
    .WithReference(processing).WaitFor(processing)
    .ExcludeFromManifest();
if (!builder.Configuration.GetValue<bool>("Demo")) demo.WithExplicitStart();

// Publishing and deploying: everything above on Amazon EKS (see Eks/).
builder.AddEksEnvironment("eks");

// What would keep it waiting without a word is said in one line.
HomeFolder.MustBeWritable(builder);
LocalhostName.MustHaveIPv4(builder);
OpenFiles.MustBeEnough(builder);
TakenPorts.MustNotBeTaken(builder);
builder.Build().Run();
