using System.CommandLine;
using Erp.Cli.Setup;
using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary><c>erp doctor</c>: what was found, what was chosen, what is missing and the command that mends it. Changes
/// nothing.</summary>
public static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command =
            new Command("doctor", "Show what this machine has, what was chosen, and what is missing. Changes nothing.");
        command.SetAction(async (_, _) =>
        {
            var integrations = new Integrations(Repository.Root).Known();
            var table =
                new Table().Border(TableBorder.Rounded).AddColumns("", "Thing", "Found or chosen", "If missing");
            await AddToolAsync(table, ".NET SDK", "dotnet", "https://dot.net/download");
            table.AddRow(Mark(integrations is not null), "Aspire's Kafka, MySQL and MongoDB", integrations switch
            {
                "packages" => "the official packages",
                "repository" => "not on this feed: integrations/ stands in (delete Integrations.props to ask again)",
                _ => "nobody has looked yet",
            }, integrations is null ? "./erp run" : "");
            var runtime = ContainerRuntime.Current;
            table.AddRow(Mark(true), "Container runtime", runtime is null
                ? $"{ContainerRuntime.Absence}: servers run as our own processes"
                : Markup.Escape($"{runtime.Name} {runtime.Version}: servers run in containers"), "");
            var configuration = InstalledServers.Configuration([]);
            var missing = 0;
            foreach (var requirement in Machine.Requirements)
            {
                var found = requirement.Find();
                var needed = InstalledServers.Need(requirement.Backing, configuration, runtime is not null);
                if (found is null && needed) missing++;
                table.AddRow(Mark(found is not null || !needed), requirement.Name,
                    Markup.Escape(found ?? (
                        needed ? $"missing ({requirement.Purpose})" : "not installed; ./erp test needs it")),
                    found is null ? Markup.Escape(requirement.Remedy) : "");
            }
            foreach (var requirement in Machine.ForTests)
                table.AddRow(
                    Mark(true), requirement.Name,
                    Markup.Escape(requirement.Find() ?? "not installed; ./erp test installs it"), "");
            var kafka =
                Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? $"Apache Kafka in {home}"
                : runtime is not null
                    ? "container"
                    : "embedded three-broker cluster, memory only (KAFKA_HOME is not set)";
            table.AddRow(Mark(true), "Kafka", Markup.Escape(kafka), "");
            if (Proxy() is { } proxy)
                table.AddRow(
                    Mark(true), "Proxy", Markup.Escape($"{proxy}: for packages and images; not inside the application"),
                    "");
            AnsiConsole.Write(table);
            return missing == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task AddToolAsync(Table table, string name, string program, string remedy)
    {
        var path = Programs.Find(program);
        var version = path is null ? null : (await Shell.CaptureAsync(path, ["--version"])).Output.Trim();
        table.AddRow(Mark(path is not null), name, Markup.Escape(version ?? "missing"), path is null ? remedy : "");
    }

    private static string? Proxy() =>
        ((string[])["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(v => v.Value is { Length: > 0 })
            // Without the password that may be in it.
            .Select(v => Uri.TryCreate(v.Value, UriKind.Absolute, out var uri)
                ? $"{v.Name} is {uri.Scheme}://{uri.Authority}" : $"{v.Name} is set")
            .FirstOrDefault();

    private static string Mark(bool good) => good ? "[green]✓[/]" : "[red]✗[/]";
}
