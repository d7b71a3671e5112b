using Erp.Contracts;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.Redis;

namespace Erp.Approval.Processing;

/// <summary>approval-processing: inboxes and decisions, in Redis only.</summary>
internal static class ProcessingRole
{
    public static WebApplicationBuilder AddProcessing(this WebApplicationBuilder builder)
    {
        builder.AddRedis();
        builder.Services.AddSingleton<InboxStore>();
        builder.Services.AddSingleton<DecideHandler>();
        builder.Services.AddSingleton<InboxEpoch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<InboxEpoch>());

        builder.AddKafkaPublisher();
        builder.AddOutbox<InboxOutbox>();
        builder.AddKafkaConsumer<AssignmentsHandler>(Topics.ApprovalRequests.Name, Topics.ApprovalRequests.Group!);
        return builder;
    }
}
