using System.Diagnostics;

namespace Erp.TestSupport;

/// <summary>Waits for a condition, with a time limit that is long because it is only reached when something is
/// wrong.</summary>
public static class Until
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), what);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(since.Elapsed < Limit, $"never: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Reads until the value is as wanted, and returns it.</summary>
    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> wanted, string what)
    {
        T value = default!;
        await True(async () => wanted(value = await read()), what);
        return value;
    }
}
