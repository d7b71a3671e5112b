using System.Text.Json;

namespace Erp.Cli;

/// <summary>The key that signs the tokens of the locally running application, which the AppHost made and keeps in its
/// user secrets; or the one of the environment variable <c>ERP_SIGNING_KEY</c>.</summary>
internal static class SigningKey
{
    private const string UserSecretsId = "erp-on-aspire";
    private const string KeyName = "Parameters:auth-signing-key";

    private static string SecretsFile => OperatingSystem.IsWindows()
        ? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "Microsoft", "UserSecrets",
            UserSecretsId, "secrets.json")
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".microsoft", "usersecrets",
            UserSecretsId, "secrets.json");

    /// <exception cref="ErpException">There is none yet.</exception>
    public static string Get()
    {
        // For an application that was started with a key of its own: by a test, or in a cluster.
        if (Environment.GetEnvironmentVariable("ERP_SIGNING_KEY") is { Length: > 0 } given) return given;
        if (File.Exists(SecretsFile))
        {
            using var secrets = JsonDocument.Parse(File.ReadAllText(SecretsFile));
            if (secrets.RootElement.TryGetProperty(KeyName, out var key) && key.GetString() is { Length: > 0 } value)
                return value;
        }
        throw new ErpException(
            "there is no signing key yet: start the application once with ./erp run, which makes it.");
    }
}
