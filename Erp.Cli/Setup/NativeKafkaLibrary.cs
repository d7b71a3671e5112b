using System.Formats.Tar;
using System.IO.Compression;

namespace Erp.Cli.Setup;

/// <summary>librdkafka for a NuGet feed without librdkafka.redist: built once per user from the sources that the npm package
/// node-rdkafka carries. Directory.Build.targets copies it beside every program that uses Kafka.</summary>
public sealed class NativeKafkaLibrary : Requirement
{
    private const string NpmPackage = "node-rdkafka@3.6.1";

    private static string Target => Path.Combine(
        Repository.Cache, $"librdkafka-{Repository.BuildProperty("LibrdkafkaVersion")}", "librdkafka.so");

    /// <inheritdoc/>
    public override string Name => "librdkafka";

    /// <inheritdoc/>
    public override string Purpose => "native Kafka client";

    /// <inheritdoc/>
    public override string Remedy => "./erp run   (builds it from the npm package node-rdkafka)";

    /// <inheritdoc/>
    public override string? Find() => File.Exists(Target) ? Target : null;

    /// <inheritdoc/>
    public override async Task InstallAsync(Action<string> progress)
    {
        if (!OperatingSystem.IsLinux())
            throw new ErpException("this NuGet feed lacks librdkafka.redist, and building librdkafka is set up for Linux only; use a feed that has it.");
        var npm = Shell.Find("npm") ?? throw new ErpException("npm is missing; install Node.js 20 or later and try again.");

        var work = Directory.CreateTempSubdirectory("erp-librdkafka-").FullName;
        try
        {
            progress($"npm pack {NpmPackage}");
            await MustAsync(npm, ["pack", "--silent", NpmPackage], work);
            await using (var archive = new GZipStream(File.OpenRead(Directory.GetFiles(work, "*.tgz").Single()), CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(archive, work, overwriteFiles: true);

            var source = Path.Combine(work, "package", "deps", "librdkafka");
            progress("configure librdkafka");
            await MustAsync("bash", ["./configure", "--disable-gssapi", "--disable-curl", "--disable-lds"], source);
            progress("compile librdkafka (1 to 2 minutes, once)");
            await MustAsync("make", [$"-j{Environment.ProcessorCount}", "-C", "src", "librdkafka.so.1"], source);

            Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
            var arriving = $"{Target}.{Environment.ProcessId}";
            File.Copy(Path.Combine(source, "src", "librdkafka.so.1"), arriving, overwrite: true);
            File.Move(arriving, Target, overwrite: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task MustAsync(string program, string[] arguments, string folder)
    {
        var (code, output) = await Shell.CaptureAsync(program, arguments, folder);
        if (code != 0)
            throw new ErpException($"'{Path.GetFileName(program)} {string.Join(' ', arguments)}' failed while building librdkafka: {output.Trim().Split('\n')[^1]}");
    }
}
