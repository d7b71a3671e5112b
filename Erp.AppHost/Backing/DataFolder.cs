using Microsoft.Extensions.Configuration;

namespace Erp.AppHost.Backing;

/// <summary>Where installed servers and the embedded approval store keep their data: under the user's data directory,
/// or under <c>Backing:DataFolder</c>.</summary>
internal static class DataFolder
{
    /// <summary>The folder of one server, made if absent and readable by its owner only.</summary>
    public static string Of(IDistributedApplicationBuilder builder, string name)
    {
        var folder = PathOf(builder.Configuration, name);
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(
                    folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException(
                $"the folder {folder} for the data of {name} cannot be made: {e.Message} "
                    + "Choose another one with --Backing:DataFolder=PATH.");
        }
        return folder;
    }

    /// <summary>Deletes what is in the folder of one server, which has ended.</summary>
    public static void Empty(IConfiguration configuration, string name)
    {
        var folder = new DirectoryInfo(PathOf(configuration, name));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles()) file.Delete();
        foreach (var inner in folder.EnumerateDirectories()) inner.Delete(recursive: true);
    }

    private static string PathOf(IConfiguration configuration, string name) => Path.Combine(
        configuration["Backing:DataFolder"] is { Length: > 0 } configured ? Path.GetFullPath(configured) : Default(),
        name);

    private static string Default() =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? Path.Combine(xdg, "erp")
            : Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "erp");
}
