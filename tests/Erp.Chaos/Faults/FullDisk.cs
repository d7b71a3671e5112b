using System.Globalization;

namespace Erp.Chaos.Faults;

/// <summary>Nothing more can be written where the servers keep their data, until somebody makes room.</summary>
internal sealed class FullDisk : Fault
{
    private const long Small = 4L << 30;

    public override string Name => "full-disk";

    public override string What => "the file system with the data of all servers is full for 20 s";

    public override TimeSpan Takes => TimeSpan.FromSeconds(30);

    // What Redis could not write to its file is lost when it ends.
    public override bool LosesRedis => true;

    // Others would have no room either.
    public override string? Missing(ChaosApplication app) =>
        app.KafkaSource == "installed" ? "Apache Kafka ends when it cannot write, by design"
        : DriveOf(app).TotalSize > Small
            ? "TMPDIR has to be on a file system of its own of at most 4 GB, such as a tmpfs"
            : null;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        var filler = Path.Combine(app.DataFolder, "filler");
        try
        {
            for (var size = 64 << 20; size >= 4096; size /= 2) await FillAsync(filler, size);
            await Task.Delay(TimeSpan.FromSeconds(brief ? 6 : 20));
        }
        finally
        {
            File.Delete(filler);
        }
    }

    private static async Task FillAsync(string filler, int size)
    {
        var block = new byte[size];
        try
        {
            await using var file = new FileStream(filler, FileMode.Append, FileAccess.Write, FileShare.None, 0);
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // No room for so much; perhaps for less.
        }
    }

    private static DriveInfo DriveOf(ChaosApplication app) => DriveInfo.GetDrives()
        .Where(d => d.IsReady && app.DataFolder.StartsWith(d.Name, StringComparison.Ordinal))
        .MaxBy(d => d.Name.Length) ?? throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"{app.DataFolder} is on no drive."));
}
