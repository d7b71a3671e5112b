namespace Erp.Chaos;

/// <summary>Names of resources, as the model has them.</summary>
public static class Services
{
    public const string Employee = "employee-service", Request = "approval-request-service",
        Processing = "approval-processing-service", Notification = "notification-service";

    public const string Kafka = "kafka", MySql = "mysql", Redis = "redis";

    /// <summary>The four services.</summary>
    public static IReadOnlyList<string> All { get; } = [Employee, Request, Processing, Notification];

    /// <summary>The servers that run as processes.</summary>
    public static IReadOnlyList<string> Servers { get; } = [Kafka, MySql, Redis];
}
