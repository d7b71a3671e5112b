using Erp.TestSupport;
using Microsoft.Playwright;

namespace Erp.Browser.Tests.Support;

/// <summary>Takes a picture of both browsers after every step, and puts them together into a moving picture for the
/// documents, where <c>UPDATE_PICTURES=1</c> asks for it.</summary>
public sealed class Film(Visitor left, Visitor right) : IDisposable
{
    private const int Width = 720, Height = 900;
    private readonly List<(byte[] Left, byte[] Right)> _frames = [];

    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "1";

    public static BrowserNewContextOptions Size() => new() { ViewportSize = new() { Width = Width, Height = Height } };

    public async Task TakeAsync(string step)
    {
        if (IsOn) _frames.Add((await left.Page.ScreenshotAsync(), await right.Page.ScreenshotAsync()));
    }

    public void Dispose()
    {
        if (_frames.Count == 0) return;
        AnimatedPng.Write(Repository.File("docs/images/day-employee.png"), [.. _frames.Select(f => f.Left)]);
        AnimatedPng.Write(Repository.File("docs/images/day-manager.png"), [.. _frames.Select(f => f.Right)]);
    }
}
