using Erp.Approval.Requests.Cancelling;
using Erp.Approval.Requests.Commenting;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Inboxes;
using Erp.Approval.Requests.Leave;
using Erp.Approval.Requests.Messages;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Reassigning;
using Erp.Approval.Requests.Reminding;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Submitting;
using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Company;
using Erp.ServiceDefaults.Http;

namespace Erp.Approval.Requests;

/// <summary>approval-request: takes requests, keeps them, applies decisions.</summary>
internal static class RequestRole
{
    public static WebApplicationBuilder AddRequests(this WebApplicationBuilder builder)
    {
        builder.AddCompanyCalendar();
        builder.AddApprovalStore();
        builder.AddServiceClient<EmployeeClient>("employee-service");
        builder.Services.AddSingleton<Stamps>();
        builder.Services.AddSingleton<ApprovalChanges>();
        builder.Services.AddScoped<PeopleCheck>();
        builder.Services.AddSingleton<StandIns>();
        builder.Services.AddSingleton<IStandIns>(services => services.GetRequiredService<StandIns>());
        builder.Services.AddScoped<SubmitApproval>();
        builder.Services.AddScoped<CommentOnApproval>();
        builder.AddServiceClient<InboxClient>("approval-processing-service");
        builder.Services.AddScoped<Withdrawal>();
        builder.Services.AddScoped<CancelApproval>();
        builder.Services.AddScoped<ReassignStep>();
        builder.Services.AddHostedService<ApproversWhoLeft>();
        builder.Services.AddSingleton<ICompanyHolidays, CompanyHolidays>();
        builder.Services.AddHostedService<Reminders>();
        builder.Services.AddHostedService<InboxReconciliation>();

        builder.AddKafkaPublisher();
        builder.AddOutbox<ApprovalOutbox>();
        builder.AddKafkaConsumer<ResultsHandler>(Topics.ApprovalResults.Name, Topics.ApprovalResults.Group!);

        builder.Services.AddSingleton<TellingAgain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TellingAgain>());
        builder.Services.AddSingleton<LeaveDeduction>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LeaveDeduction>());
        return builder;
    }
}
