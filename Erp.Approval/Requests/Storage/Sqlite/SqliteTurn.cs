using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Erp.Approval.Requests.Storage.Sqlite;

/// <summary>The turn to be next at a file that several processes change. SQLite lets in whoever asks at the right
/// moment: mostly the process that has just been there, which asks again at once, the others now and then. Whoever has
/// waited for long takes the turn, and everybody else lets them.</summary>
/// <param name="file">A file beside the one that is shared; made when it is not there.</param>
internal sealed class SqliteTurn(string file)
{
    // Who has the turn waits for one transaction. A process that hangs with it keeps nobody out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits while another process has the turn.</summary>
    public void LetOthers()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; Thread.Sleep(1))
        {
            using var turn = TryTake();
            if (turn is not null) return;
        }
    }

    /// <summary>Takes the turn. It ends with the handle, also when the process dies.</summary>
    /// <returns>Null while somebody else has it, and where no file can be made.</returns>
    public SafeFileHandle? TryTake()
    {
        try
        {
            // A lock of the operating system.
            return File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
