using Erp.AppHost.Eks.Model;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;
using Erp.AppHost.Eks.Writing;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>From the model to files: read, check everything, then write, then say what was written.</summary>
/// <param name="options">What the publisher was told.</param>
/// <param name="repository">Where file names in the options start.</param>
/// <param name="output">The folder to write.</param>
/// <param name="forDeployment">Whether the cluster is to run what is written: then nothing may be the example's, and
/// our own images are still to be built.</param>
internal sealed class EksPublisher(EksOptions options, string repository, string output, bool forDeployment = false)
{
    private readonly TimeSpan _started = Environment.CpuUsage.TotalTime;

    private bool IsDev => options.IsDev;

    /// <summary>Reads the model and checks it together with the options.</summary>
    /// <param name="problems">What was wrong before, such as settings that there are none of.</param>
    /// <exception cref="PublishException">Something is wrong.</exception>
    public async Task<ClusterPlan> PlanAsync(
        DistributedApplicationModel model, DistributedApplicationExecutionContext execution, ILogger logger,
        ProblemList problems, CancellationToken cancellationToken)
    {
        EksOptionsValidation.Check(options, problems);
        var targetGroups = TargetGroups.Read(options, repository, problems);
        var digests = Digests(problems);
        var plan = await new ModelReader(options, targetGroups, problems)
            .ReadAsync(model, execution, logger, cancellationToken);
        TargetGroups.CheckNames(options, plan.Services, problems);
        PlanValidation.Check(plan, problems);
        if (options.InventoryOnly)
        {
            if (forDeployment)
            {
                problems.Add($"option {EksOptions.Section}", nameof(options.InventoryOnly),
                    "a deployment needs everything");
            }
            problems.ThrowIfAny();
            return plan;
        }
        if (forDeployment || !IsDev)
            problems.AddRange(Placeholders.OfOptions(plan).Where(p => !IsDev || Placeholders.MattersInDev(plan, p)));
        if (!IsDev)
        {
            problems.AddRange(Placeholders.OfImages(plan, digests)
                .Where(unknown => !forDeployment || plan.Services.All(service => service.Image != unknown.Field)));
        }
        problems.ThrowIfAny();
        var local = new ModelReader(options.ForLocal(), TargetGroups.Unwanted, new());
        return plan with { Local = await local.ReadAsync(model, execution, logger, cancellationToken) };
    }

    /// <summary>Writes the files of a plan, unless this is a dry run, and gives the summary.</summary>
    /// <exception cref="PublishException">The digest of an image is not known; nothing was written.</exception>
    public string Write(ClusterPlan plan)
    {
        var target = Path.GetFullPath(output);
        var inventory = Inventory.Write(plan, repository);
        if (options.InventoryOnly)
        {
            if (!options.DryRun) OutputFolder.Write(target, inventory);
            return Summary.OfInventory(plan, Path.Combine(target, inventory.Path));
        }

        var problems = new ProblemList();
        var digests = Digests(problems);
        var unknown = Placeholders.OfImages(plan, digests);
        if (!IsDev) problems.AddRange(unknown);
        problems.ThrowIfAny();

        List<ManifestFile> files = [.. ManifestTree.Write(plan, digests), inventory];
        if (!options.DryRun) OutputFolder.Replace(target, files);
        return Summary.Write(plan, [.. Placeholders.OfOptions(plan), .. unknown], files.Count, target,
            Environment.CpuUsage.TotalTime - _started);
    }

    private Dictionary<string, string> Digests(ProblemList problems) =>
        ImageDigestFile.Read(Path.Combine(repository, options.ImagesFile), options.ImagesFile, problems);
}
