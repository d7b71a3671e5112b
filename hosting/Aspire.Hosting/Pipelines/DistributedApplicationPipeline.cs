using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Pipelines;

/// <summary>Sorts the steps by their dependencies and does those that the wanted one needs; the first failure ends it.</summary>
internal sealed class DistributedApplicationPipeline : IDistributedApplicationPipeline
{
    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal)
    {
        [WellKnownPipelineSteps.Publish] = new(WellKnownPipelineSteps.Publish, _ => Task.CompletedTask, []),
    };
    private readonly List<(string Step, string RequiredBy)> _required = [];

    /// <summary>The step that the command line asks for.</summary>
    public string Wanted { get; set; } = WellKnownPipelineSteps.Publish;

    public void AddStep(string name, Func<PipelineStepContext, Task> action, object? dependsOn = null, object? requiredBy = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(action);
        if (!_steps.TryAdd(name, new(name, action, [.. Names(dependsOn, nameof(dependsOn))])))
        {
            throw new InvalidOperationException($"A step with the name '{name}' has already been added to the pipeline.");
        }

        _required.AddRange(Names(requiredBy, nameof(requiredBy)).Select(other => (name, other)));
    }

    public async Task ExecuteAsync(PipelineContext context)
    {
        foreach (var (step, other) in _required)
        {
            Find(other, $"which step '{step}' says it is required by").DependsOn.Add(step);
        }

        _required.Clear();
        foreach (var step in InOrder(Find(Wanted, "which was asked for")))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            await ExecuteAsync(step, context).ConfigureAwait(false);
        }
    }

    // One line on the console says what failed; a fault in a step's code has its stack trace in the log.
    private static async Task ExecuteAsync(Step step, PipelineContext context)
    {
        try
        {
            await step.Action(new PipelineStepContext { PipelineContext = context }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (e is not DistributedApplicationException)
            {
                context.Logger.LogError(e, "Step '{Step}' failed.", step.Name);
            }

            throw new DistributedApplicationException($"Step '{step.Name}' failed: {e.Message}", e);
        }
    }

    private List<Step> InOrder(Step wanted)
    {
        var (done, order, path) = (new HashSet<Step>(), new List<Step>(), new Stack<Step>());
        Visit(wanted);
        return order;

        void Visit(Step step)
        {
            if (path.Contains(step))
            {
                throw new DistributedApplicationException($"The pipeline steps depend on each other in a circle: {string.Join(" -> ", path.Reverse().SkipWhile(s => s != step).Append(step).Select(s => s.Name))}.");
            }

            if (!done.Add(step))
            {
                return;
            }

            path.Push(step);
            foreach (var name in step.DependsOn)
            {
                Visit(Find(name, $"on which step '{step.Name}' depends"));
            }

            path.Pop();
            order.Add(step);
        }
    }

    private Step Find(string name, string role) =>
        _steps.GetValueOrDefault(name) ?? throw new DistributedApplicationException($"There is no pipeline step '{name}', {role}.");

    private static IEnumerable<string> Names(object? value, string parameter) => value switch
    {
        null => [],
        string one => [one],
        IEnumerable<string> many => many,
        _ => throw new ArgumentException("Give a name or names of steps.", parameter),
    };

    private sealed record Step(string Name, Func<PipelineStepContext, Task> Action, List<string> DependsOn);
}
