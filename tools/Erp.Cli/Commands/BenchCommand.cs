using System.CommandLine;
using System.Globalization;
using Erp.Cli.Setup;

namespace Erp.Cli.Commands;

/// <summary><c>erp bench</c>: loads the application and shows its figures beside those of its raw twins.</summary>
public static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Which benchmarks, one after the other; all of them when none is named. See --list.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var runs = new Option<int>("--runs")
        {
            Description = "How often each is measured, 1 to 50; the tables show medians.",
            DefaultValueFactory = _ => 3,
        };
        runs.MustBe(n => n is >= 1 and <= 50, "from 1 to 50");
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long a rate is held, 2 to 600 seconds.", DefaultValueFactory = _ => 20,
        };
        seconds.MustBe(n => n is >= 2 and <= 600, "from 2 to 600");
        var against = new Option<DirectoryInfo?>("--against")
        {
            Description = "Another checkout, built in Release, measured before this one.",
        };
        against.MustBe(other => other is null || other.EnumerateFiles("Erp.sln").Any(), "the folder of a checkout");
        var kafka = new Option<string>("--kafka")
        {
            Description = "The Kafka under 'create', 'flow' and 'leavers': 'embedded', or 'installed', of KAFKA_HOME.",
            DefaultValueFactory = _ => "embedded",
        };
        kafka.AcceptOnlyFromAmong("embedded", "installed");
        var mongodb = new Option<string?>("--mongodb")
        {
            Description = "The approval store under 'flow' and 'inbox': the URI of an empty database of MongoDB; "
                + "SQLite when none is given.",
        };
        mongodb.MustBe(
            uri => uri is null || uri.StartsWith("mongodb:", StringComparison.Ordinal)
                || uri.StartsWith("mongodb+srv:", StringComparison.Ordinal),
            "a URI such as mongodb://host:27017/bench");
        var save = new Option<bool>("--save") { Description = "Write the results to bench/results." };
        var list = new Option<bool>("--list") { Description = "Show which benchmarks there are." };
        var command = new Command(
            "bench",
            "Measure the application under load, in Release with two replicas of each service, beside its raw twins, "
                + "and compare with the committed results.")
        {
            names, runs, seconds, against, kafka, mongodb, save, list,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (!parsed.GetValue(list))
            {
                await Machine.PrepareToRunAsync([]);
                await Machine.BuildAsync(Repository.File("Erp.AppHost", "Erp.AppHost.csproj"), "Release");
            }
            await Machine.BuildAsync(Repository.File("bench", "Erp.Bench", "Erp.Bench.csproj"), "Release");
            string[] arguments =
            [
                "run", "--no-build", "-c", "Release", "--project", Repository.File("bench", "Erp.Bench"), "--",
                $"--Names={string.Join(',', parsed.GetValue(names) ?? [])}",
                $"--Runs={Number(parsed.GetValue(runs))}", $"--Seconds={Number(parsed.GetValue(seconds))}",
                $"--Root={Repository.Root}", $"--Against={parsed.GetValue(against)?.FullName}",
                $"--Results={(parsed.GetValue(save) ? Repository.File("bench", "results") : "")}",
                $"--Kafka={parsed.GetValue(kafka)}", $"--MongoDb={parsed.GetValue(mongodb)}",
                $"--List={parsed.GetValue(list)}",
            ];
            return await Shell.HandOverAsync("dotnet", arguments);
        });
        return command;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
