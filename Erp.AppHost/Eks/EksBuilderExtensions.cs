using Aspire.Hosting.Pipelines;
using Aspire.Hosting.Publishing;
using Erp.AppHost.Eks.Model;
using Erp.AppHost.Eks.Pipeline;
using Erp.AppHost.Eks.Settings;
using Erp.Contracts;

namespace Erp.AppHost.Eks;

/// <summary>How Program.cs says what is special on Amazon EKS. Every project with an HTTP endpoint is published without
/// being asked for.</summary>
internal static class EksBuilderExtensions
{
    /// <summary>Adds Amazon EKS as the place where the services run, with its pipeline steps. In run mode it does not
    /// show.</summary>
    public static IResourceBuilder<EksEnvironmentResource> AddEksEnvironment(
        this IDistributedApplicationBuilder builder, [ResourceName] string name)
    {
        var environment = builder.CreateResourceBuilder(new EksEnvironmentResource(name));
        if (builder.ExecutionContext.IsRunMode) return environment;

        // Without a step Aspire runs all there are at once, those that deploy and those that destroy.
        if (builder.Configuration["Pipeline:Step"] is not { Length: > 0 })
            builder.Configuration["Pipeline:Step"] = WellKnownPipelineSteps.Publish;
        builder.Eventing.Subscribe<BeforePublishEvent>((publish, _) =>
        {
            AspireManifest.Describe(publish.Model, EksOptionsReader.Read(builder.Configuration, new()));
            return Task.CompletedTask;
        });
        var repository = Path.GetDirectoryName(builder.AppHostDirectory.TrimEnd(Path.DirectorySeparatorChar))!;
        return builder.AddResource(environment.Resource)
            .WithPipelineStepFactory(_ => new EksPipeline(name, builder.Configuration, repository).Steps())
            .ExcludeFromManifest();
    }

    /// <summary>Gives a service's target group (<c>…-NAME-nlb-tg</c>) a shorter name than the service's own, which
    /// would make it longer than the 32 characters that AWS allows.</summary>
    public static IResourceBuilder<ProjectResource> PublishWithEksTargetGroup(
        this IResourceBuilder<ProjectResource> service, string name) =>
        service.WithAnnotation(new EksTargetGroupAnnotation(name));

    /// <summary>Publishes a service that people open in their browsers as a component, which the production overlay
    /// includes and the base does not.</summary>
    /// <param name="service">The service.</param>
    /// <param name="publicUrl">Its variable for the address at which people open it: <c>Eks:Web:PublicUrl</c>.</param>
    /// <param name="clientSecret">Its variable for the secret of the app client, where <c>Eks:Web:ClientSecret</c>
    /// says that there is one.</param>
    public static IResourceBuilder<ProjectResource> PublishAsEksComponent(
        this IResourceBuilder<ProjectResource> service, string publicUrl, string clientSecret) =>
        service.WithAnnotation(new EksComponentAnnotation(publicUrl, clientSecret));

    /// <summary>Says which topics a service sends to and which it consumes: Kafka's access lists are made of it. Topics
    /// without a group are read by everybody.</summary>
    public static IResourceBuilder<ProjectResource> PublishWithEksTopics(
        this IResourceBuilder<ProjectResource> service, Topic[]? sends = null, Topic[]? consumes = null) =>
        service.WithAnnotation(new EksTopicsAnnotation(sends ?? [], consumes ?? []));

    /// <summary>Lets a service call a server outside that is no resource of the model.</summary>
    public static IResourceBuilder<ProjectResource> PublishWithEksEgress(
        this IResourceBuilder<ProjectResource> service, int port, string why) =>
        service.WithAnnotation(new EksEgressAnnotation(port, why));

    /// <summary>Gives a parameter its key in the cluster's Secret (or ConfigMap, when it is not secret).</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="key">Key of the Secret.</param>
    /// <param name="variable">Variable that carries it in pods, in place of the one that the model sets.</param>
    public static IResourceBuilder<ParameterResource> PublishAsEksKey(
        this IResourceBuilder<ParameterResource> parameter, string key, string? variable = null) =>
        parameter.WithAnnotation(new EksParameterAnnotation(key, variable));
}
