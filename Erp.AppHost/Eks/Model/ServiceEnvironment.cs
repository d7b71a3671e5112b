using Erp.AppHost.Eks.Kubernetes;
using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Model;

/// <summary>The environment of one service as it is being read: its own variables, and what they take from the
/// ConfigMap and the Secret.</summary>
internal sealed class ServiceEnvironment
{
    private readonly SortedDictionary<string, EnvVar> _shared = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EnvVar> _own = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Config { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Calls { get; } = new(StringComparer.Ordinal);

    public List<BackingService> Uses { get; } = [];

    /// <summary>Variables that others expand come first: Kubernetes expands only what is defined before.</summary>
    public IReadOnlyList<EnvVar> Variables => [.. _shared.Values, .. _own.Values];

    /// <summary>The variables, those of some keys from another ConfigMap than the shared one.</summary>
    public IReadOnlyList<EnvVar> VariablesWith(IEnumerable<string> keys, string configMap) =>
    [
        .. Variables.Select(variable =>
            variable.ValueFrom?.ConfigMapKeyRef is { Key: var key } && keys.Contains(key)
                ? EnvVar.FromConfig(variable.Name, configMap, key)
                : variable),
    ];

    public void Set(string name, string text) => _own[name] = new(name, text);

    public void Set(EnvVar variable) => _own[variable.Name] = variable;

    /// <summary>A key of the ConfigMap; <paramref name="variable"/> is what carries it, the key's own name when
    /// null.</summary>
    public void FromConfig(string key, string value, string? variable = null)
    {
        Config[key] = value;
        Take(EnvVar.FromConfig(variable ?? key, Shared.ConfigMap, key), isShared: variable is null);
    }

    /// <summary>A key of the Secret.</summary>
    public void FromSecret(string key, string? variable = null)
    {
        Secrets.Add(key);
        Take(EnvVar.FromSecret(variable ?? key, Shared.Secret, key), isShared: variable is null);
    }

    public void Use(BackingService backing)
    {
        if (Uses.Contains(backing)) return;
        Uses.Add(backing);
        foreach (var (key, value) in backing.Config) FromConfig(key, value);
        foreach (var key in backing.Secrets) FromSecret(key);
        foreach (var setting in backing.Settings) Set(setting);
    }

    private void Take(EnvVar variable, bool isShared) => (isShared ? _shared : _own)[variable.Name] = variable;
}
