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
    }
}
