namespace Erp.AppHost.Eks.Plan;

/// <summary>Finds what the model says that the cluster would refuse, or run badly.</summary>
internal static class PlanValidation
{
    public static void Check(ClusterPlan plan, Problems problems)
    {
        if (plan.Services.Count == 0) problems.Add("model", "services", "has no project with an HTTP endpoint");
        foreach (var service in plan.Services)
        {
            var settings = service.Settings;
            if (service.Replicas < 2) problems.Add(service.Name, "replicas", $"{service.Replicas} leaves no pod while one is replaced; use .WithReplicas(2) or more");
            if (service.Name.Length > 52) problems.Add(service.Name, "name", "is longer than 52 characters, which names of its pods build on");
            if (settings.MinReplicas < 2 || settings.MaxReplicas <= settings.MinReplicas)
                problems.Add(service.Name, "autoscaling", $"{settings.MinReplicas} to {settings.MaxReplicas} replicas is no range from two up");
            if (settings.ProductionMinReplicas < 2 || settings.ProductionMaxReplicas <= settings.ProductionMinReplicas)
                problems.Add(service.Name, "autoscaling in production", $"{settings.ProductionMinReplicas} to {settings.ProductionMaxReplicas} replicas is no range from two up");
            foreach (var missing in service.Calls.Where(c => plan.Services.All(s => s.Name != c)))
                problems.Add(service.Name, "reference", $"{missing} is not published");
        }

        if (plan.Kafka is not { } kafka) return;
        if (kafka.Settings.Brokers < 3 || kafka.Settings.Brokers % 2 == 0)
            problems.Add(KafkaPlan.Name, "brokers", $"{kafka.Settings.Brokers} make no quorum that survives a loss; use 3 or 5");
        if (kafka.Settings.StorageGi < 1) problems.Add(KafkaPlan.Name, "storage", $"{kafka.Settings.StorageGi}Gi is no volume");
    }
}
