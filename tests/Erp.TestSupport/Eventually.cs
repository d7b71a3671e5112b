using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Erp.TestSupport;

/// <summary>Waits for a condition with a time limit, instead of sleeping. When time is up the failure shows what was
/// seen last.</summary>
public static class Eventually
{
    /// <summary>Long, because it is only reached when something is wrong.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads until <paramref name="until"/> holds, and returns that value. A read that throws counts as not
    /// yet.</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T>> read, Func<T, bool> until, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(until))] string? condition = null)
    {
        var clock = Stopwatch.StartNew();
        var limit = within ?? Limit;
        object? last = null;
        while (true)
        {
            try
            {
                var value = await read();
                if (until(value)) return value;
                last = value;
            }
            catch (Exception e) when (e is not XunitException)
            {
                last = $"{e.GetType().Name}: {e.Message}";
            }
            if (clock.Elapsed > limit)
                throw new XunitException(
                    $"Not within {limit.TotalSeconds:0.#} s: {condition}\nSeen last: {Describe(last)}");
            await Task.Delay(25);
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    public static Task TrueAsync(
        Func<Task<bool>> holds,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(holds))] string? condition = null
    ) => GetAsync(holds, value => value, within, condition);

    /// <summary>Waits until the condition holds.</summary>
    public static Task TrueAsync(
        Func<bool> holds,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(holds))] string? condition = null
    ) => GetAsync(() => Task.FromResult(holds()), value => value, within, condition);

    private static string Describe(object? value) => value switch
    {
        null => "nothing",
        string text => text,
        System.Collections.IEnumerable many => $"[{string.Join(", ", many.Cast<object?>())}]",
        _ => value.ToString() ?? "",
    };
}
