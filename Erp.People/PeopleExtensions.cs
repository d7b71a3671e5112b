using Erp.Contracts;
using Erp.Messaging.Kafka;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.People;

/// <summary>Registers the view of all people.</summary>
public static class PeopleExtensions
{
    /// <summary>The system's topics, and the <see cref="PeopleView"/>: who calls is held against it, and the service is
    /// ready once it is complete.</summary>
    public static WebApplicationBuilder AddPeople(this WebApplicationBuilder builder)
    {
        builder.AddKafkaTopics(Topics.All.Select(t => new KafkaTopic(
            t.Name, t.DeadLetters, Topics.Partitions, t.Retention, Topics.DeadLetterRetention, t.Compacted)));
        builder.AddKafkaFollower<PeopleView>(Topics.EmployeeChanges.Name);
        builder.Services.AddSingleton<PeopleView>();
        builder.Services.AddSingleton<ICallerStanding>(p => p.GetRequiredService<PeopleView>());
        builder.Services.AddSingleton<PeopleCompleteness>();
        builder.Services.AddHostedService(p => p.GetRequiredService<PeopleCompleteness>());
        builder.Services.AddHealthChecks().AddCheck<PeopleCompleteness>("people", tags: [HealthTags.Ready]);
        return builder;
    }
}
