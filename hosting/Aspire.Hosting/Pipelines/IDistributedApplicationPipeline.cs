using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Pipelines;

/// <summary>The steps of publishing, in the order that their dependencies give.</summary>
[Experimental("ASPIREPIPELINES001")]
public interface IDistributedApplicationPipeline
{
    /// <summary>Adds a step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="action">Does it.</param>
    /// <param name="dependsOn">Name, or names, of the steps that come before it.</param>
    /// <param name="requiredBy">Name, or names, of the steps that it comes before.</param>
    void AddStep(string name, Func<PipelineStepContext, Task> action, object? dependsOn = null, object? requiredBy = null);

    /// <summary>Does the steps.</summary>
    /// <param name="context">What they work on.</param>
    Task ExecuteAsync(PipelineContext context);
}

/// <summary>What all steps work on.</summary>
/// <param name="model">The model.</param>
/// <param name="executionContext">What the AppHost was started for.</param>
/// <param name="serviceProvider">Services of the AppHost.</param>
/// <param name="logger">Writes to the console.</param>
/// <param name="cancellationToken">Ends it early.</param>
[Experimental("ASPIREPIPELINES001")]
public sealed class PipelineContext(DistributedApplicationModel model, DistributedApplicationExecutionContext executionContext, IServiceProvider serviceProvider, ILogger logger, CancellationToken cancellationToken)
{
    /// <summary>The model.</summary>
    public DistributedApplicationModel Model { get; } = model;

    /// <summary>What the AppHost was started for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services { get; } = serviceProvider;

    /// <summary>Writes to the console.</summary>
    public ILogger Logger { get; } = logger;

    /// <summary>Ends it early.</summary>
    public CancellationToken CancellationToken { get; set; } = cancellationToken;
}

/// <summary>What one step works on.</summary>
[Experimental("ASPIREPIPELINES001")]
public sealed class PipelineStepContext
{
    internal PipelineStepContext()
    {
    }

    /// <summary>What all steps work on.</summary>
    public required PipelineContext PipelineContext { get; init; }

    /// <summary>The model.</summary>
    public DistributedApplicationModel Model => PipelineContext.Model;

    /// <summary>What the AppHost was started for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext => PipelineContext.ExecutionContext;

    /// <summary>Services of the AppHost.</summary>
    public IServiceProvider Services => PipelineContext.Services;

    /// <summary>Writes to the console.</summary>
    public ILogger Logger => PipelineContext.Logger;

    /// <summary>Ends it early.</summary>
    public CancellationToken CancellationToken => PipelineContext.CancellationToken;
}

/// <summary>Names of the steps that every pipeline has.</summary>
[Experimental("ASPIREPIPELINES001")]
public static class WellKnownPipelineSteps
{
    /// <summary>Everything that writes manifests comes before it.</summary>
    public const string Publish = "publish";
}
