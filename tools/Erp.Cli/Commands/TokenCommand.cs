using Erp.ServiceDefaults.Auth;
using System.CommandLine;
using System.Text.Json;

namespace Erp.Cli.Commands;

/// <summary><c>erp token</c>: a bearer token for the locally running application, signed with the key that the AppHost
/// made and keeps in its user secrets.</summary>
public static class TokenCommand
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

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var employee = new Option<long?>("--employee") { Description = "Employee id." };
        var role = new Option<string>("--role")
        {
            Description = "STAFF, MANAGER or HR.", DefaultValueFactory = _ => "STAFF",
        };
        role.AcceptOnlyFromAmong("STAFF", "MANAGER", "HR");
        var service = new Option<string?>("--service")
        {
            Description = "A token as the services use among themselves, with this service name.",
        };
        var hours = new Option<double>("--hours")
        {
            Description = "How long it is valid, up to 720 hours.", DefaultValueFactory = _ => 12,
        };
        hours.MustBe(h => h is > 0 and <= 720, "above 0 and at most 720");
        employee.MustBe(id => id is null or > 0, "a positive number");
        var command = new Command(
            "token", "Print a bearer token for the locally running application.") { employee, role, service, hours };
        command.Validators.Add(r =>
        {
            if (r.GetResult(employee) is null == r.GetResult(service) is null)
                r.AddError("give either --employee or --service.");
        });
        command.SetAction(parsed =>
        {
            var lifetime = TimeSpan.FromHours(parsed.GetValue(hours));
            Console.WriteLine(parsed.GetValue(service) is { } name
                ? TokenMaker.ForService(SigningKey(), name, lifetime)
                : TokenMaker.ForEmployee(
                    SigningKey(), parsed.GetValue(employee)!.Value,
                    Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true), lifetime));
            return 0;
        });
        return command;
    }

    private static string SigningKey()
    {
        // For an application that was started with a key of its own, as the tests do.
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
