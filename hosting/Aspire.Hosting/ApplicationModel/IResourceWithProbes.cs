using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that a platform may probe for readiness and liveness.</summary>
[Experimental("ASPIREPROBES001")]
public interface IResourceWithProbes : IResource;
