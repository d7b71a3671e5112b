namespace Erp.AppHost.Eks.Kubernetes;

/// <summary>Labels that the objects carry. <c>app</c> is what Services, policies and runbooks select by.</summary>
internal static class Labels
{
    public const string App = "app";
    public const string Name = "app.kubernetes.io/name";
    public const string Component = "app.kubernetes.io/component";
    public const string PartOf = "app.kubernetes.io/part-of";
    public const string System = "erp";

    public static IReadOnlyDictionary<string, string> Selector(string app) => Sorted((App, app));

    public static IReadOnlyDictionary<string, string> For(string app, string component) =>
        Sorted((App, app), (Name, app), (Component, component), (PartOf, System));

    public static IReadOnlyDictionary<string, string> Shared(string name) => Sorted((Name, name), (PartOf, System));

    public static IReadOnlyDictionary<string, string> Sorted(params (string Key, string Value)[] pairs) =>
        new SortedDictionary<string, string>(pairs.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);

    /// <summary>What an object is for; components patch by it.</summary>
    public static class Components
    {
        public const string Service = "service";
        public const string Broker = "broker";
        public const string Monitoring = "monitoring";
        public const string Backing = "backing";
    }
}
