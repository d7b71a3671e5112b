using Erp.AppHost.Backing;

namespace Erp.TestSupport;

/// <summary>What a test needs from outside. Where that is absent the test is skipped and says what it needs.</summary>
public static class Requires
{
    /// <summary>A variable that names a folder or file, such as <c>KAFKA_HOME</c>.</summary>
    public static void Variable(string name) =>
        Assert.SkipUnless(IsSet(name), $"Needs the environment variable {name}.");

    /// <summary>Whether a variable is set, for fixtures: only tests can be skipped.</summary>
    public static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    /// <summary>A program, where <see cref="Programs.Find"/> looks.</summary>
    public static void Program(string name) =>
        Assert.SkipWhen(Programs.Find(name) is null, $"Needs the program {name}.");

    /// <summary>Whether all tests are to run, also those that say once more on other servers what a choice of them has
    /// said: <c>ERP_TESTS=all</c>.</summary>
    public static bool Everything { get; } = Environment.GetEnvironmentVariable("ERP_TESTS") == "all";

    /// <summary>Time for everything.</summary>
    public static void Time() => Assert.SkipUnless(Everything, "Takes its time: set ERP_TESTS=all.");

    /// <summary>A system with <c>/proc</c>, signals and shells.</summary>
    public static void Linux() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux.");
}
