using System.Diagnostics;

namespace Erp.TestSupport;

/// <summary>A server program that a test started. Ends with the fixture, and also when the test host itself is
/// killed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // The shell becomes the server (exec), so the process id is the server's own. Before that it leaves a watcher
    // behind which reads the pipe whose other end this process holds: the kernel closes it whatever way this process
    // ends, and the watcher kills the server.
    private const string Guarded = """
        log=$1; shift
        exec 3<&0 </dev/null >>"$log" 2>&1
        (cat <&3 >/dev/null; kill -9 $$) >/dev/null 2>&1 &
        exec 3<&-
        # A test run in the background has SIGINT ignored, which the server would inherit.
        env --default-signal=INT true 2>/dev/null && set -- env --default-signal=INT "$@"
        exec "$@"
        """;

    private readonly Process _process;
    private readonly string _log;

    private ServerProcess(Process process, string log) => (_process, _log) = (process, log);

    /// <summary>Id of the server process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote on its standard output and error, its last 4,000 characters.</summary>
    public string Output =>
        File.Exists(_log) && ReadShared(_log) is var text ? text[Math.Max(0, text.Length - 4000)..] : "";

    /// <summary>Starts a program; its output goes to <paramref name="log"/>.</summary>
    public static ServerProcess Start(
        string program, IEnumerable<string> arguments, string log,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", Guarded, "server", log, program, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new(Process.Start(start)!, log);
    }

    /// <summary>Returns when the server answers; throws with its output when it ends before that or takes too
    /// long.</summary>
    public async Task WaitUntilReadyAsync(Func<Task<bool>> answers, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (HasExited)
                throw new InvalidOperationException(
                    $"The server ended with {_process.ExitCode} at its start:\n{Output}");
            try
            {
                if (await answers()) return;
            }
            catch (Exception) when (clock.Elapsed < within) { /* not yet */ }
            if (clock.Elapsed >= within)
                throw new TimeoutException($"The server did not answer within {within.TotalSeconds:0} s:\n{Output}");
            await Task.Delay(20);
        }
    }

    /// <summary>Kills it as a crash would and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal (<c>TERM</c>, <c>INT</c>), waits for the end and returns the exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM", TimeSpan? within = null)
    {
        await Signals.SendAsync(Id, signal);
        return await WaitForExitAsync(within);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        await _process.WaitForExitAsync().WaitAsync(within ?? TimeSpan.FromSeconds(20));
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.StandardInput.Close();
        _process.Dispose();
    }

    /// <summary>All that a file has by now which a running program goes on writing.</summary>
    public static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }
}
