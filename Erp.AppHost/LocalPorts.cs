namespace Erp.AppHost;

/// <summary>Where the services listen on this machine and in the cluster; said here only, for the model and for who
/// calls them from the command line.</summary>
internal static class LocalPorts
{
    public const int Web = 8080, Employee = 8081, ApprovalRequest = 8082, ApprovalProcessing = 8083,
        Notification = 8084;

    /// <summary>So much above that port listens what runs beside a service's replicas.</summary>
    public const int BesideReplicas = 100;

    /// <summary>Of the services that keep dead letters.</summary>
    public static IReadOnlyList<int> All { get; } = [Employee, ApprovalRequest, ApprovalProcessing, Notification];
}
