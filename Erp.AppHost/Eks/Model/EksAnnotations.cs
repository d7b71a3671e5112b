namespace Erp.AppHost.Eks.Model;

/// <summary>What is special about a service on the cluster.</summary>
internal sealed record EksServiceAnnotation(Action<EksServiceOptions> Configure) : IResourceAnnotation;

/// <summary>What is special about Kafka on the cluster.</summary>
internal sealed record EksKafkaAnnotation(Action<KafkaOptions> Configure) : IResourceAnnotation;

/// <summary>Under which key of the shared Secret or ConfigMap a parameter is, and which variable carries it in pods when that is another
/// one than on a laptop.</summary>
internal sealed record EksParameterAnnotation(string Key, string? Variable) : IResourceAnnotation;
