namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program of this machine that runs as part of the application.</summary>
#pragma warning disable ASPIREPROBES001 // The probes interface is experimental.
public class ExecutableResource : Resource, IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
#pragma warning restore ASPIREPROBES001
{
    /// <summary>Describes a program.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">The program: a path, or a name to be found on <c>PATH</c>.</param>
    /// <param name="workingDirectory">The folder that it runs in.</param>
    public ExecutableResource(string name, string command, string workingDirectory) : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        Annotations.Add(new ExecutableAnnotation { Command = command, WorkingDirectory = workingDirectory });
    }

    /// <summary>The program.</summary>
    public string Command => Executable.Command;

    /// <summary>The folder that it runs in.</summary>
    public string WorkingDirectory => Executable.WorkingDirectory;

    private ExecutableAnnotation Executable => Annotations.OfType<ExecutableAnnotation>().Last();
}

/// <summary>What an <see cref="ExecutableResource"/> runs.</summary>
public sealed class ExecutableAnnotation : IResourceAnnotation
{
    /// <summary>The program: a path, or a name to be found on <c>PATH</c>.</summary>
    public required string Command { get; set; }

    /// <summary>The folder that it runs in.</summary>
    public required string WorkingDirectory { get; set; }
}
