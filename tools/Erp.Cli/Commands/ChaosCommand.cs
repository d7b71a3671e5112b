using System.CommandLine;
using System.Globalization;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp chaos</c>: people work, something fails, and afterwards everything is looked at.</summary>
public static class ChaosCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var faults = new Argument<string[]>("fault")
        {
            Description = "Which faults, one after the other; all of them when none is named. See --list.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var runs = new Option<int>("--runs")
        {
            Description = "How often each, 1 to 100.", DefaultValueFactory = _ => 1,
        };
        runs.MustBe(n => n is >= 1 and <= 100, "from 1 to 100");
        var seed = new Option<int>("--seed")
        {
            Description = "Decides what people do and whom a fault hits; each further run counts on.",
            DefaultValueFactory = _ => 1,
        };
        seed.MustBe(n => n > 0, "a positive number");
        var kafka = new Option<string>("--kafka")
        {
            Description = "embedded; installed: an Apache Kafka of KAFKA_HOME; or cluster: three of its brokers.",
            DefaultValueFactory = _ => "embedded",
        };
        kafka.AcceptOnlyFromAmong("embedded", "installed", "cluster");
        var store = new Option<string>("--store")
        {
            Description = "Where approvals are kept: sqlite, or mongodb, the server of MONGO_SERVER_HOME.",
            DefaultValueFactory = _ => "sqlite",
        };
        store.AcceptOnlyFromAmong("sqlite", "mongodb");
        var mysql = new Option<string>("--mysql")
        {
            Description = "single; or pair: a MariaDB with a standby.", DefaultValueFactory = _ => "single",
        };
        mysql.AcceptOnlyFromAmong("single", "pair");
        var brief = new Option<bool>("--brief") { Description = "A few seconds of load, as in the tests." };
        var list = new Option<bool>("--list") { Description = "Show which faults there are." };
        var command = new Command(
            "chaos",
            "Let things fail under the whole application while people use it, and check that nothing accepted is lost, "
                + "doubled or untrue.")
        {
            faults, runs, seed, kafka, store, mysql, brief, list,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (!parsed.GetValue(list)) await Machine.PrepareToTestAsync();
            await Machine.BuildAsync(Repository.File("tests", "Erp.Chaos", "Erp.Chaos.csproj"));
            string[] arguments =
            [
                "run", "--no-build", "--project", Repository.File("tests", "Erp.Chaos"), "--",
                $"--Faults={string.Join(',', parsed.GetValue(faults) ?? [])}",
                $"--Runs={Number(parsed.GetValue(runs))}", $"--Seed={Number(parsed.GetValue(seed))}",
                $"--Kafka={parsed.GetValue(kafka)}", $"--Store={parsed.GetValue(store)}",
                $"--MySql={parsed.GetValue(mysql)}",
                $"--Brief={parsed.GetValue(brief)}", $"--List={parsed.GetValue(list)}",
            ];
            return await Shell.HandOverAsync("dotnet", arguments);
        });
        return command;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
