using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>The launch profile that a project was asked to run with.</summary>
    /// <param name="launchProfileName">The name of the profile.</param>
    public sealed class LaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
    {
        /// <summary>The name of the profile.</summary>
        public string LaunchProfileName { get; } = launchProfileName ?? throw new ArgumentNullException(nameof(launchProfileName));
    }

    /// <summary>The launch profile that a project runs with if none was asked for.</summary>
    /// <param name="launchProfileName">The name of the profile.</param>
    public sealed class DefaultLaunchProfileAnnotation(string launchProfileName) : IResourceAnnotation
    {
        /// <summary>The name of the profile.</summary>
        public string LaunchProfileName { get; } = launchProfileName ?? throw new ArgumentNullException(nameof(launchProfileName));
    }

    /// <summary>Says that a project runs without a launch profile.</summary>
    public sealed class ExcludeLaunchProfileAnnotation : IResourceAnnotation;
}

namespace Aspire.Hosting
{
    /// <summary>How a project is added.</summary>
    public class ProjectResourceOptions
    {
        /// <summary>The launch profile; the first one of kind <c>Project</c> if null.</summary>
        public string? LaunchProfileName { get; set; }

        /// <summary>Whether launch profiles are ignored.</summary>
        public bool ExcludeLaunchProfile { get; set; }

        /// <summary>Whether endpoints of the project's Kestrel configuration are ignored; they always are here.</summary>
        public bool ExcludeKestrelEndpoints { get; set; }
    }

    /// <summary>A resource whose endpoints others find by its name.</summary>
    public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
}
