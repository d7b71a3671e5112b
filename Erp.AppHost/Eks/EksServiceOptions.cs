namespace Erp.AppHost.Eks;

/// <summary>What is special about a service on the cluster; the defaults are the requirements.</summary>
internal sealed class EksServiceOptions
{
    /// <summary>Short name inside its target group's name, where the service's own is too long for the 32 characters that AWS allows.</summary>
    public string? TargetGroup { get; set; }

    public string CpuRequest { get; set; } = "200m";
    public string MemoryRequest { get; set; } = "256Mi";
    public string CpuLimit { get; set; } = "500m";
    public string MemoryLimit { get; set; } = "512Mi";

    /// <summary>Autoscaling in dev; the production overlay has its own bounds.</summary>
    public int MinReplicas { get; set; } = 2;
    public int MaxReplicas { get; set; } = 3;
    public int ProductionMinReplicas { get; set; } = 5;
    public int ProductionMaxReplicas { get; set; } = 20;

    /// <summary>Average CPU, in percent of the request, above which a pod is added.</summary>
    public int TargetCpu { get; set; } = 70;

    /// <summary>No dependencies: a failing database must not restart pods.</summary>
    public string LivenessPath { get; set; } = "/alive";

    /// <summary>True once start-up is over.</summary>
    public string StartupPath { get; set; } = "/started";

    /// <summary>Seconds that the program may take to finish requests, flush, commit and close sockets after SIGTERM.</summary>
    public int ShutdownSeconds { get; set; } = 30;
}
