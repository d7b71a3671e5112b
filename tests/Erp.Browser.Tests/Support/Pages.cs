using System.Reflection;
using Erp.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Erp.Browser.Tests.Support;

/// <summary>Every page that there is, by its route.</summary>
public static class Pages
{
    /// <summary>All routes, with what the demonstration has in place of their parameters.</summary>
    /// <param name="values">Values by the routes that have parameters.</param>
    public static IReadOnlyList<string> All(IReadOnlyDictionary<string, string> values) =>
    [
        .. Routes().Select(route => !route.Contains('{', StringComparison.Ordinal)
            ? route
            : values.TryGetValue(route, out var path) ? path : throw new KeyNotFoundException(
                $"The page {route} has parameters: say in {nameof(Pages)}' callers what to open.")),
    ];

    /// <summary>The routes as the pages have them.</summary>
    public static IEnumerable<string> Routes() => typeof(App).Assembly.GetTypes()
        .SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
        .Select(r => r.Template)
        .Order(StringComparer.Ordinal);
}
