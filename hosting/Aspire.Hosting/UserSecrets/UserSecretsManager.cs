using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.UserSecrets;

#pragma warning disable ASPIREUSERSECRETS001
namespace Aspire.Hosting;

/// <summary>Writes the user secrets file: one writer at a time across processes, the whole file at once.</summary>
internal sealed class UserSecretsManager(string? filePath) : IUserSecretsManager
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    public bool IsAvailable => filePath is not null;

    public string FilePath => filePath ?? "";

    public static UserSecretsManager For(Assembly? assembly) =>
        new(assembly?.GetCustomAttribute<UserSecretsIdAttribute>() is { } id ? PathHelper.GetSecretsPathFromSecretsId(id.UserSecretsId) : null);

    public bool TrySetSecret(string name, string value) => Change(secrets =>
    {
        secrets[name] = value;
        return true;
    });

    public bool TryDeleteSecret(string name) => Change(secrets => secrets.Remove(name));

    public void GetOrSetSecret(IConfigurationManager configuration, string name, Func<string> valueGenerator)
    {
        if (!string.IsNullOrEmpty(configuration[name]))
        {
            return;
        }

        string? value = null;
        Change(secrets =>
        {
            // Another AppHost may have been quicker.
            value = secrets[name]?.GetValue<string>();
            if (value is not null)
            {
                return false;
            }

            secrets[name] = value = valueGenerator();
            return true;
        });
        configuration.AddInMemoryCollection([new(name, value ?? valueGenerator())]);
    }

    private bool Change(Func<JsonObject, bool> change)
    {
        if (filePath is null)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(filePath)!);
        using var writer = Lock(filePath + ".lock");
        var text = File.Exists(filePath) ? File.ReadAllText(filePath) : "";
        var secrets = string.IsNullOrWhiteSpace(text) ? [] : JsonNode.Parse(text)!.AsObject();
        if (!change(secrets))
        {
            return false;
        }

        var arriving = $"{filePath}.{Environment.ProcessId}";
        File.WriteAllText(arriving, secrets.ToJsonString(Indented));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(arriving, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(arriving, filePath, overwrite: true);
        return true;
    }

    private static FileStream Lock(string path)
    {
        var until = DateTime.UtcNow + LockPatience;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                Thread.Sleep(20);
            }
        }
    }
}
