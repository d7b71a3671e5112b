using System.Globalization;
using Erp.ServiceDefaults.Auth;

namespace Erp.AppHost.Commands;

/// <summary>A bearer token for an employee, as <c>erp token</c> prints it.</summary>
internal static class TokenCommand
{
    private const string Employee = "employee", RoleArgument = "role";
    private static readonly string[] Roles = [.. Enum.GetNames<Role>().Select(r => r.ToUpperInvariant())];
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Adds the command <c>token EMPLOYEE ROLE</c>.</summary>
    public static IResourceBuilder<ApplicationResource> WithTokenCommand(
        this IResourceBuilder<ApplicationResource> application,
        ParameterResource signingKey) =>
        application.WithCommand(
            "token",
            "Token of an employee",
            context => MakeAsync(context, signingKey),
            new CommandOptions
            {
                Description = "A bearer token for the services' API pages and for curl, good for twelve hours.",
                IconName = "Key",
                IsHighlighted = true,
                Arguments =
                [
                    new()
                    {
                        Name = Employee,
                        Label = "Employee id",
                        InputType = InputType.Number,
                        Required = true,
                        Value = "1",
                    },
                    new()
                    {
                        Name = RoleArgument,
                        Label = "Role",
                        InputType = InputType.Choice,
                        Required = true,
                        Value = Roles[0],
                        Options = [.. Roles.Select(r => KeyValuePair.Create(r, r))],
                    },
                ],
                ValidateArguments = Validate,
            });

    private static Task Validate(InputsDialogValidationContext context)
    {
        if (Id(context.Inputs) is null)
            context.AddValidationError(Employee, "An employee's id is a positive whole number.");
        if (!Roles.Contains(context.Inputs[RoleArgument].Value))
            context.AddValidationError(RoleArgument, $"A role is one of {string.Join(", ", Roles)}.");
        return Task.CompletedTask;
    }

    private static async Task<ExecuteCommandResult> MakeAsync(
        ExecuteCommandContext context, ParameterResource signingKey)
    {
        var (id, role) = (Id(context.Arguments)!.Value, context.Arguments[RoleArgument].Value!);
        var key = await signingKey.GetValueAsync(context.CancellationToken);
        var token = TokenMaker.ForEmployee(key!, id, Enum.Parse<Role>(role, ignoreCase: true), Lifetime);
        return CommandResults.Success(
            $"Token of employee {id} as {role}", token, CommandResultFormat.Text, true);
    }

    private static long? Id(InteractionInputCollection inputs) =>
        long.TryParse(inputs[Employee].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : null;
}
