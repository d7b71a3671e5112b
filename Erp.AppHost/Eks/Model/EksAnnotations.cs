using Erp.Contracts;

namespace Erp.AppHost.Eks.Model;

/// <summary>Topics that a service sends to, and those of whose consumer group it is.</summary>
internal sealed record EksTopicsAnnotation(IReadOnlyList<Topic> Sends, IReadOnlyList<Topic> Consumes)
    : IResourceAnnotation;

/// <summary>The service's short name inside its target group's name.</summary>
internal sealed record EksTargetGroupAnnotation(string Name) : IResourceAnnotation;

/// <summary>A server outside that a service calls, other than those of the model.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Why">For whoever reads the plan.</param>
internal sealed record EksEgressAnnotation(int Port, string Why) : IResourceAnnotation;

/// <summary>Under which key of the shared Secret or ConfigMap a parameter is, and which variable carries it in pods
/// when that is another one than on a laptop.</summary>
internal sealed record EksParameterAnnotation(string Key, string? Variable) : IResourceAnnotation;
