using Aspire.Hosting.Pipelines;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Publishing;
using Erp.AppHost.Eks.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Pipeline;

/// <summary>The steps of an EKS environment, for <c>aspire publish</c>, <c>aspire deploy</c>, <c>aspire destroy</c> and
/// <c>aspire do</c>.</summary>
internal sealed class EksPipeline(string name, IConfiguration configuration, string repository)
{
    private EksOptions _options = new();
    private EksPublisher? _publisher;
    private ClusterPlan? _plan;

    private string Validate => $"{name}-validate";
    private string Registry => $"{name}-registry";
    private string Images => $"{name}-images";
    private string Publish => $"{name}-publish";
    private string Diff => $"{name}-diff";
    private string Apply => $"{name}-apply";
    private string Wait => $"{name}-wait";
    private string Addresses => $"{name}-addresses";
    private string Confirm => $"{name}-confirm";
    private string Unbind => $"{name}-unbind";
    private string Release => $"{name}-release";
    private string Delete => $"{name}-delete";

    /// <summary>Whether this run ends on the cluster.</summary>
    private bool Deploys => configuration["Pipeline:Step"] is { } target
        && ((string[])[WellKnownPipelineSteps.Deploy, Apply, Wait, Addresses]).Contains(target);

    private string Output =>
        Path.GetFullPath(configuration["Pipeline:OutputPath"] ?? Path.Combine(repository, "manifests"));

    private string FolderOf(EksOptions options) =>
        options.IsDev ? Output : Path.Combine(Output, "overlays", options.Environment);

    private Cluster Cluster => new(_options, FolderOf(_options));

    public IEnumerable<PipelineStep> Steps() =>
    [
        new()
        {
            Name = Validate,
            Description = "Checks the options and the model, and reports all problems together.",
            Action = ValidateAsync,
        },
        new()
        {
            Name = Registry,
            Description = "Signs in to Amazon ECR and makes repositories that are missing; another registry is yours.",
            Action = step => Ecr.Of(_options.Registry)?.PrepareAsync(step, _plan!) ?? Task.CompletedTask,
            DependsOnSteps = [Validate],
        },
        new()
        {
            Name = Images,
            Description = "Builds and pushes the container images with `erp images`, and writes down their digests.",
            Action = ImagesAsync,
            DependsOnSteps = [Registry],
        },
        new()
        {
            Name = Publish,
            Description = "Writes the Kubernetes manifests, and says what they ask for and cost.",
            Action = PublishAsync,
            // The digests of new images are in the manifests.
            DependsOnSteps = [Deploys ? Images : Validate],
            RequiredBySteps = [WellKnownPipelineSteps.Publish],
        },
        new()
        {
            Name = Diff,
            Description = "Shows what applying the manifests would change, with `kubectl diff`.",
            Action = step => Cluster.DiffAsync(step),
            DependsOnSteps = [Publish],
        },
        new()
        {
            Name = Apply,
            Description = "Applies the manifests to the cluster of kubectl's current context.",
            Action = step => Cluster.ApplyAsync(step, _plan!),
            DependsOnSteps = [Images, Diff],
        },
        new()
        {
            Name = Wait,
            Description = "Waits until every workload runs what was applied.",
            Action = step => Cluster.WaitAsync(step, _plan!),
            DependsOnSteps = [Apply],
        },
        new()
        {
            Name = Addresses,
            Description = "Says where the services answer.",
            Action = AddressesAsync,
            DependsOnSteps = [Wait],
            RequiredBySteps = [WellKnownPipelineSteps.Deploy],
        },
        .. DestroySteps(new(() => new(_options))),
    ];

    private IEnumerable<PipelineStep> DestroySteps(Lazy<Teardown> teardown) =>
    [
        new()
        {
            Name = Confirm,
            Description = "Says what would be destroyed, and goes on only when its namespace was named.",
            Action = step => ConfirmAsync(step, teardown),
            DependsOnSteps = [WellKnownPipelineSteps.DestroyPrereq],
        },
        new()
        {
            Name = Unbind,
            Description = "Takes the pods out of the target groups.",
            Action = step => teardown.Value.UnbindAsync(step),
            DependsOnSteps = [Confirm],
        },
        new()
        {
            Name = Release,
            Description = "Lets Kafka's volumes go with their claims.",
            Action = step => teardown.Value.ReleaseVolumesAsync(step),
            DependsOnSteps = [Unbind],
        },
        new()
        {
            Name = Delete,
            Description = "Deletes the namespace and waits until it and the volumes are gone.",
            Action = step => teardown.Value.DeleteAsync(step),
            DependsOnSteps = [Release],
            RequiredBySteps = [WellKnownPipelineSteps.Destroy],
        },
    ];

    private async Task ValidateAsync(PipelineStepContext step)
    {
        var problems = new ProblemList();
        _options = EksOptionsReader.Read(configuration, problems);
        if (Deploys && _options.DryRun)
        {
            problems.Add($"option {EksOptions.Section}", nameof(_options.DryRun),
                $"a dry run deploys nothing; 'aspire do {Diff}' shows what would change");
        }
        _publisher = new(_options, repository, Output, Deploys);
        await ReportAsync(step, async () => _plan = await _publisher.PlanAsync(
            step.Model, step.ExecutionContext, step.Logger, problems, step.CancellationToken));
    }

    private Task ImagesAsync(PipelineStepContext step) =>
        new Tool(Path.Combine(repository, "erp"), "it belongs to the repository")
            .RunAsync(step, "images", "--registry", _options.Registry, "--tag", _options.Tag, "--push");

    private Task PublishAsync(PipelineStepContext step) => ReportAsync(step, () =>
    {
        step.CancellationToken.ThrowIfCancellationRequested();
        step.Logger.LogInformation("{Summary}", _publisher!.Write(_plan!).TrimEnd());
        return Task.CompletedTask;
    });

    private Task AddressesAsync(PipelineStepContext step)
    {
        var host = _options.LoadBalancerAddress ?? "the load balancer";
        foreach (var service in _plan!.Running)
        {
            if (service.IsComponent)
                step.Logger.LogInformation("{Service}: {Address}", service.Name, _options.Web.PublicUrl);
            step.Logger.LogInformation(
                "{Service}: http://{Host}:{Port}, inside the VPC", service.Name, host, service.Port);
        }
        return Task.CompletedTask;
    }

    private Task ConfirmAsync(PipelineStepContext step, Lazy<Teardown> teardown) => ReportAsync(step, () =>
    {
        var problems = new ProblemList();
        _options = EksOptionsReader.Read(configuration, problems);
        EksOptionsValidation.Check(_options, problems);
        problems.ThrowIfAny();
        return teardown.Value.ConfirmAsync(step);
    });

    /// <summary>The list of problems is the step's to say: of an exception Aspire repeats the message.</summary>
    private static async Task ReportAsync(PipelineStepContext step, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (PublishException e)
        {
            var lines = e.Problems.Select(problem => $"  {problem}");
            step.Logger.LogError("Problems:\n{Problems}", string.Join('\n', lines));
            throw;
        }
    }
}
