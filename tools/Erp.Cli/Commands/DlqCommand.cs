using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Erp.Cli.Dlq;
using Spectre.Console;

namespace Erp.Cli.Commands;

/// <summary><c>erp dlq</c>: the dead letters of the running application, shown, sent back and dropped.</summary>
public static class DlqCommand
{
    private const int MostListed = 200, MostMoved = 1_000_000;

    private static readonly Option<Uri?> Url = new("--url")
    {
        Description = "A service at another address than on this machine, such as the end of a kubectl port-forward. "
            + "ERP_SIGNING_KEY is then the key of its services.",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                return url;
            result.AddError($"--url must be an address like http://localhost:8081, not '{result.Tokens[0].Value}'.");
            return null;
        },
        Recursive = true,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create() => new(
        "dlq",
        "Show, send back or drop what the services of the running application could not process or deliver.")
    {
        Url, List(), Show(), Replay(), Drop(),
    };

    private static Command List()
    {
        var topic = new Argument<string?>("topic")
        {
            Description = "Whose dead letters; those of all topics when absent.", Arity = ArgumentArity.ZeroOrOne,
        };
        var count = new Option<int>("--count")
        {
            Description = "At most so many of each service, 1 to 200.", DefaultValueFactory = _ => 50,
        };
        count.MustBe(n => n is >= 1 and <= MostListed, "from 1 to 200");
        var since = Time("--since", "Not those that died before it");
        var until = Time("--until", "Not those that died after it");
        var json = Json();
        var command = new Command("list", "What waits, oldest first.") { topic, count, since, until, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new DlqClient(parsed.GetValue(Url));
            var query = $"count={parsed.GetValue(count)}"
                + Query("since", parsed.GetValue(since)) + Query("until", parsed.GetValue(until));
            var (items, more, away) = await client.ListAsync(parsed.GetValue(topic), query, cancellationToken);
            if (parsed.GetValue(json))
                DlqOutput.Json(new JsonObject
                {
                    ["items"] = new JsonArray([.. items.Select(i => i.DeepClone())]), ["more"] = more,
                });
            else DlqOutput.List(items, more);
            foreach (var service in away) await Console.Error.WriteLineAsync($"erp: nothing answers at {service}.");
            return away.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Show()
    {
        var (topic, json) = (Topic(), Json());
        var id = new Argument<string>("id") { Description = "As list shows it." };
        var command = new Command("show", "One with its headers, its trace and its payload.") { topic, id, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new DlqClient(parsed.GetValue(Url));
            var detail = await client.ShowAsync(parsed.GetValue(topic)!, parsed.GetValue(id)!, cancellationToken);
            if (parsed.GetValue(json)) DlqOutput.Json(detail);
            else DlqOutput.Show(detail);
            return 0;
        });
        return command;
    }

    private static Command Replay()
    {
        var (topic, until, count) = (Topic(), Time("--until", "Not those that died after it"), Count());
        var command = new Command(
            "replay", "Send back those that are there now, oldest first. What was processed meanwhile has no second "
                + "effect.")
        {
            topic, until, count,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var of = parsed.GetValue(topic)!;
            using var client = new DlqClient(parsed.GetValue(Url));
            DlqOutput.Moved(of, await client.MoveAsync(
                of, "replay", parsed.GetValue(until), parsed.GetValue(count), cancellationToken), "sent back");
            return 0;
        });
        return command;
    }

    private static Command Drop()
    {
        var (topic, until, count) = (Topic(), Time("--until", "Not those that died after it"), Count());
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command("drop", "Give up those that are there now for good, oldest first.")
        {
            topic, until, count, yes,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var of = parsed.GetValue(topic)!;
            using var client = new DlqClient(parsed.GetValue(Url));
            await client.KeeperAsync(of, cancellationToken);
            var (time, most) = (parsed.GetValue(until), parsed.GetValue(count));
            if (!parsed.GetValue(yes) && !await MayAsync(of, time, most, cancellationToken))
            {
                Console.WriteLine("Nothing is dropped.");
                return 1;
            }
            DlqOutput.Moved(of, await client.MoveAsync(of, "drop", time, most, cancellationToken), "dropped");
            return 0;
        });
        return command;
    }

    private static Task<bool> MayAsync(
        string of, DateTimeOffset? until, int? count, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
            throw new ErpException("drop deletes for good and nobody can be asked here: say --yes.");
        var which = count is null ? "All dead letters" : $"The oldest {count} dead letters";
        var died = until is { } time ? $" that died until {Iso(time)}" : "";
        var question = Markup.Escape($"{which} of {of}{died} are deleted for good. Go on?");
        return new ConfirmationPrompt(question) { DefaultValue = false }
            .ShowAsync(AnsiConsole.Console, cancellationToken);
    }

    private static Argument<string> Topic() => new("topic") { Description = "Whose dead letters." };

    private static Option<bool> Json() => new("--json") { Description = "As JSON." };

    private static Option<int?> Count()
    {
        var count = new Option<int?>("--count") { Description = "At most so many; all of them when absent." };
        count.MustBe(n => n is null or (>= 1 and <= MostMoved), "from 1 to 1000000");
        return count;
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description}: {Moment.Form}.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Moment.TryParse(text, DateTimeOffset.UtcNow, out var time)) return time;
            result.AddError($"{name} must be {Moment.Form}, not '{text}'.");
            return null;
        },
    };

    private static string Query(string name, DateTimeOffset? time) => time is { } given ? $"&{name}={Iso(given)}" : "";

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
