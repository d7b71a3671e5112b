using System.Diagnostics;
using Erp.TestSupport;

namespace Erp.ServiceDefaults.Tests;

/// <summary>A test process that is told to end does so, although a host within it listens to the same signals, and
/// takes along what it started.</summary>
public sealed class EndOnSignalTests : IDisposable
{
    private const int Terminated = 143;
    private const string Folder = "ERP_END_ON_SIGNAL";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public async Task A_test_process_that_is_told_to_end_takes_along_what_it_started()
    {
        Requires.Linux();
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, typeof(EndOnSignalTests).Assembly.GetName().Name!),
            ["-explicit", "only", "-method", $"{typeof(EndOnSignalTests).FullName}.{nameof(It_runs_for_ever)}"])
        {
            RedirectStandardOutput = true,
            Environment = { [Folder] = _folder.Path },
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            await Eventually.TrueAsync(() => File.Exists(_folder.File("running")), TimeSpan.FromSeconds(30));
            using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(process.ExitCode == Terminated, await output);
            Assert.True(File.Exists(_folder.File("disposed")));
            Assert.False(Directory.Exists(await File.ReadAllTextAsync(_folder.File("running"))));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>For the process of the other test.</summary>
    [Fact(Explicit = true)]
    public async Task It_runs_for_ever()
    {
        var folder = Environment.GetEnvironmentVariable(Folder)!;
        await using var service = await TestService.StartAsync(_ => { });
        EndOnSignal.Add(new Running(Path.Combine(folder, "disposed")));
        var running = Path.Combine(folder, "running");
        await File.WriteAllTextAsync(running + ".new", new TemporaryFolder().Path);
        File.Move(running + ".new", running);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    private sealed class Running(string file) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await File.WriteAllTextAsync(file, "");
    }
}
