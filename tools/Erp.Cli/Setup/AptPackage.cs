namespace Erp.Cli.Setup;

/// <summary>A program or library that comes from the distribution's packages.</summary>
/// <param name="name">Short name.</param>
/// <param name="backing">The backing service that it serves.</param>
/// <param name="purpose">What for.</param>
/// <param name="packages">Debian and Ubuntu package names, alternatives separated by <c>|</c>.</param>
/// <param name="find">Looks for it.</param>
public sealed class AptPackage(
    string name, string backing, string purpose, string[] packages, Func<string?> find) : Requirement
{
    private static bool _listsAreFresh;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Backing => backing;

    /// <inheritdoc/>
    public override string Purpose => purpose;

    /// <inheritdoc/>
    public override string Remedy => Repository.HasApt
        ? $"sudo apt-get install {string.Join(' ', packages.Select(p => p.Split('|')[0]))}"
        : $"install {name} with your system's package manager, or use a container runtime";

    /// <inheritdoc/>
    public override string? Find() => find();

    /// <inheritdoc/>
    public override async Task InstallAsync(Action<string> progress)
    {
        if (!Repository.HasApt) throw new ErpException($"{name} is missing ({purpose}): {Remedy}.");
        if (!_listsAreFresh)
        {
            progress("apt-get update");
            await AptAsync("update", "-qq");
            _listsAreFresh = true;
        }
        foreach (var alternatives in packages)
        {
            var package = await FirstKnownAsync(alternatives.Split('|'));
            progress($"apt-get install {package}");
            await AptAsync("install", "-y", "-qq", "--no-install-recommends", package);
        }
        if (find() is null) throw new ErpException($"{name} was installed but not found; try: {Remedy}");
    }

    private static async Task<string> FirstKnownAsync(string[] names)
    {
        foreach (var candidate in names)
        {
            var (code, output) = await Shell.CaptureAsync("apt-cache", ["policy", candidate]);
            if (code == 0
                && output.Contains("Candidate:", StringComparison.Ordinal)
                && !output.Contains("Candidate: (none)", StringComparison.Ordinal))
                return candidate;
        }
        return names[0];
    }

    private static async Task AptAsync(params string[] arguments)
    {
        string[] command = ["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", .. arguments];
        if (!Environment.IsPrivilegedProcess)
        {
            if (Programs.Find("sudo") is null)
                throw new ErpException(
                    $"this needs root: run 'apt-get {string.Join(' ', arguments)}' as root, then try again.");
            command = ["sudo", .. command];
        }
        var (code, output) = await Shell.CaptureAsync(command[0], command[1..]);
        if (code != 0) throw new ErpException($"'{string.Join(' ', command)}' failed: {output.Trim().Split('\n')[^1]}");
    }
}
