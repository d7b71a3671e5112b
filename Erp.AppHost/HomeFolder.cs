namespace Erp.AppHost;

/// <summary>The home of who starts the application: Aspire and its orchestrator keep sockets and certificates there,
/// and without it wait for ever and say nothing.</summary>
internal static class HomeFolder
{
    /// <summary>Starts nothing without one.</summary>
    /// <exception cref="DistributedApplicationException">It cannot be written.</exception>
    public static void MustBeWritable(IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode || OperatingSystem.IsWindows()) return;
        var home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        try
        {
            Directory.CreateDirectory(home);
            File.Create(Path.Combine(home, $".erp-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DistributedApplicationException(
                $"the home folder '{home}' cannot be written: {e.Message} Set HOME to a folder that can be.");
        }
        // Where it is not set .NET knows it from the user's account; the orchestrator does not.
        Environment.SetEnvironmentVariable("HOME", home);
    }
}
