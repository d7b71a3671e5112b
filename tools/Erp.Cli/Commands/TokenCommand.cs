using System.CommandLine;
using Erp.ServiceDefaults.Auth;

namespace Erp.Cli.Commands;

/// <summary><c>erp token</c>: a bearer token for the locally running application, signed with its
/// <see cref="SigningKey"/>.</summary>
public static class TokenCommand
{
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
                ? TokenMaker.ForService(SigningKey.Get(), name, lifetime)
                : TokenMaker.ForEmployee(
                    SigningKey.Get(), parsed.GetValue(employee)!.Value,
                    Enum.Parse<Role>(parsed.GetValue(role)!, ignoreCase: true), lifetime));
            return 0;
        });
        return command;
    }
}
