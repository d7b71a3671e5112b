using Erp.AppHost.Eks.Model;
using Microsoft.Extensions.Configuration;

namespace Erp.AppHost.Eks;

/// <summary>How Program.cs says what is special on Amazon EKS. Every project with an HTTP endpoint is published without being asked for.</summary>
internal static class EksBuilderExtensions
{
    public const string Step = "publish-eks";

    /// <summary>Adds the step that writes the manifests in publish mode.</summary>
    public static IDistributedApplicationBuilder AddEksPublisher(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode) return builder;
        builder.Pipeline.AddStep(Step, async context =>
        {
            var repository = Path.GetDirectoryName(builder.AppHostDirectory.TrimEnd(Path.DirectorySeparatorChar))!;
            var options = builder.Configuration.GetSection(EksOptions.Section).Get<EksOptions>() ?? new();
            var output = builder.Configuration["Pipeline:OutputPath"] ?? Path.Combine(repository, "manifests");
            await new EksPublisher(options, repository, output, Console.Out)
                .PublishAsync(context.Model, context.ExecutionContext, context.Logger, context.CancellationToken);
        }, requiredBy: "publish");
        return builder;
    }

    /// <summary>Says what is special about a service on the cluster.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsEksService(
        this IResourceBuilder<ProjectResource> service, Action<EksServiceOptions> configure) =>
        service.WithAnnotation(new EksServiceAnnotation(configure));

    /// <summary>Says what is special about Kafka on the cluster, where it is a StatefulSet of brokers in KRaft mode.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> PublishAsKafkaStatefulSet(
        this IResourceBuilder<IResourceWithConnectionString> kafka, Action<KafkaOptions> configure) =>
        kafka.WithAnnotation(new EksKafkaAnnotation(configure));

    /// <summary>Gives a parameter its key in the cluster's Secret (or ConfigMap, when it is not secret).</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">Key of the Secret.</param>
    /// <param name="variable">Variable that carries it in pods, in place of the one that the model sets.</param>
    public static IResourceBuilder<ParameterResource> PublishAsEksKey(
        this IResourceBuilder<ParameterResource> parameter, string key, string? variable = null) =>
        parameter.WithAnnotation(new EksParameterAnnotation(key, variable));
}
