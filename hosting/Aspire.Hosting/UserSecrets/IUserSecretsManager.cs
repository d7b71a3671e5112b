using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Keeps secret values outside the project, in the user's own profile (the store of <c>dotnet user-secrets</c>).</summary>
[Experimental("ASPIREUSERSECRETS001")]
public interface IUserSecretsManager
{
    /// <summary>False when the AppHost has no user secrets id.</summary>
    bool IsAvailable { get; }

    /// <summary>The file; empty when not available.</summary>
    string FilePath { get; }

    /// <summary>Keeps a value; false when it cannot be kept.</summary>
    /// <param name="name">Configuration key.</param>
    /// <param name="value">The value.</param>
    bool TrySetSecret(string name, string value);

    /// <summary>Forgets a value; false when there was none.</summary>
    /// <param name="name">Configuration key.</param>
    bool TryDeleteSecret(string name);

    /// <summary>Makes sure that the configuration has a value: generates and keeps one when it has none.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="name">Configuration key.</param>
    /// <param name="valueGenerator">Makes the value.</param>
    void GetOrSetSecret(IConfigurationManager configuration, string name, Func<string> valueGenerator);
}
