using Erp.Contracts;

namespace Erp.AppHost.Eks.Model;

/// <summary>Topics that a service sends to, and those of whose consumer group it is.</summary>
internal sealed record EksTopicsAnnotation(IReadOnlyList<Topic> Sends, IReadOnlyList<Topic> Consumes)
    : IResourceAnnotation;

/// <summary>The service's short name inside its target group's name.</summary>
internal sealed record EksTargetGroupAnnotation(string Name) : IResourceAnnotation;

/// <summary>The service is a component: an overlay opts in to it.</summary>
/// <param name="PublicUrl">The variable that says at which address people open it.</param>
/// <param name="ClientSecret">The one with its secret at the OIDC authority, where it has one.</param>
internal sealed record EksComponentAnnotation(string PublicUrl, string ClientSecret) : IResourceAnnotation;

/// <summary>A server outside that a service calls, other than those of the model.</summary>
/// <param name="Port">Its port.</param>
/// <param name="Why">For whoever reads the plan.</param>
internal sealed record EksEgressAnnotation(int Port, string Why) : IResourceAnnotation;

/// <summary>Under which key of the shared Secret or ConfigMap a parameter is, and which variable carries it in pods
/// when that is another one than on a laptop.</summary>
internal sealed record EksParameterAnnotation(string Key, string? Variable) : IResourceAnnotation;
