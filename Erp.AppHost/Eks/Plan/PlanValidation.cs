using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Plan;

/// <summary>Finds what the model says that the cluster would refuse, or run badly.</summary>
internal static class PlanValidation
{
    public static void Check(ClusterPlan plan, ProblemList problems)
    {
        if (plan.Services.Count == 0) problems.Add("model", "services", "has no project with an HTTP endpoint");
        foreach (var service in plan.Services)
        {
            if (service.Replicas < 2)
            {
                problems.Add(service.Name, "replicas",
                    $"{service.Replicas} leaves no pod while one is replaced; use .WithReplicas(2) or more");
            }
            if (service.Name.Length > 52)
                problems.Add(service.Name, "name", "is longer than 52 characters, which names of its pods build on");
        }
        CheckRegions(plan, problems);
    }

    private static void CheckRegions(ClusterPlan plan, ProblemList problems)
    {
        var regions = plan.Services.Select(s => s.Region).Where(r => r.Length > 0).Distinct().ToList();
        if (regions.Count > 1)
        {
            problems.Add("target groups", "region",
                $"are in {string.Join(" and ", regions)}, where one load balancer cannot be");
        }
        else if (regions is [var region] && plan.SecretsRegion != region)
        {
            problems.Add($"option {EksOptions.Section}", "SecretsManager:Region",
                $"'{plan.SecretsRegion}' is not {region}, where the target groups are: the Secret would never come");
        }
    }
}
