using System.Text.Json;
using Erp.AppHost.Eks.Dev;
using Erp.AppHost.Eks.Model;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Production;
using Erp.AppHost.Eks.Writing;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks;

/// <summary>From the model to files: read, check everything, then write, then say what was written.</summary>
internal sealed class EksPublisher(EksOptions options, string repository, string output, TextWriter console)
{
    /// <exception cref="PublishException">Something is wrong; nothing was written.</exception>
    public async Task PublishAsync(
        DistributedApplicationModel model, DistributedApplicationExecutionContext execution, ILogger logger, CancellationToken cancellationToken)
    {
        var started = Environment.CpuUsage.TotalTime;
        var problems = new Problems();
        EksOptionsValidation.Check(options, problems);
        var targetGroups = TargetGroups.Read(options, repository, problems);
        var digests = Digests(problems);
        var plan = await new ModelReader(options, targetGroups, problems).ReadAsync(model, execution, logger, cancellationToken);
        PlanValidation.Check(plan, problems);
        var placeholders = Placeholders.Find(plan, digests);
        if (options.Environment != EksOptions.Dev) problems.AddRange(placeholders);
        problems.ThrowIfAny();

        IReadOnlyList<ManifestFile> files = [.. DevTree.Write(plan), .. ProductionTree.Write(plan, digests)];
        var target = Path.GetFullPath(output);
        if (!options.DryRun) OutputFolder.Replace(target, files);
        await console.WriteAsync(Summary.Write(plan, placeholders, files.Count, target, Environment.CpuUsage.TotalTime - started));
    }

    private Dictionary<string, string> Digests(Problems problems)
    {
        var path = Path.Combine(repository, options.ImagesFile);
        if (!File.Exists(path)) return [];
        try
        {
            var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
            foreach (var (image, digest) in digests)
            {
                if (digest.Length != ImageDigests.Unknown.Length || !digest.StartsWith("sha256:", StringComparison.Ordinal) || !digest[7..].All(char.IsAsciiHexDigitLower))
                    problems.Add(options.ImagesFile, image, $"'{digest}' is not a digest (sha256:…)");
            }
            return digests;
        }
        catch (JsonException e)
        {
            problems.Add(options.ImagesFile, "file", $"is not JSON of image names and digests: {e.Message}");
            return [];
        }
    }
}
