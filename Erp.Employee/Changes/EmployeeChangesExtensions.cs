using Erp.Contracts;
using Erp.Employee.Outbox;
using Erp.Messaging;
using Erp.Messaging.Kafka;
using Erp.People;

namespace Erp.Employee.Changes;

internal static class EmployeeChangesExtensions
{
    /// <summary>Changes of employees to Kafka, from where this service, too, knows everybody.</summary>
    public static WebApplicationBuilder AddEmployeeChanges(this WebApplicationBuilder builder)
    {
        builder.AddPeople();
        builder.AddKafkaPublisher();
        builder.AddOutbox(
            p => ActivatorUtilities.CreateInstance<MySqlOutbox>(p, Topics.EmployeeChanges.Name),
            p => p.GetRequiredService<IMessagePublisher>());
        builder.Services.AddSingleton<EmployeeChanges>();
        builder.Services.AddHostedService<TopicCompletion>();
        return builder;
    }
}
