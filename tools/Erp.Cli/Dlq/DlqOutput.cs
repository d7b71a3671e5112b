using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Erp.Cli.Dlq;

/// <summary>Dead letters for the eye, or as JSON.</summary>
internal static class DlqOutput
{
    private const int ReasonInList = 100, Unbroken = 2000;
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Json(JsonNode node) => Console.WriteLine(node.ToJsonString(Indented));

    public static void List(IReadOnlyList<JsonNode> letters, bool more)
    {
        if (letters.Count == 0)
        {
            Console.WriteLine("No dead letters wait.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded)
            // These are copied from here; what does not fit is broken in the others.
            .AddColumn("Topic", c => c.NoWrap()).AddColumn("Id", c => c.NoWrap()).AddColumn("Died", c => c.NoWrap())
            .AddColumns("Type", "Key", "Tries", "Bytes", "Why");
        foreach (var letter in letters)
        {
            var bytes = Text(letter["length"]) + (letter["whole"]!.GetValue<bool>() ? "" : ", a part is kept");
            var why = Text(letter["reason"]).ReplaceLineEndings(" ");
            Row(table, Text(letter["of"]), Text(letter["id"]), Time(letter["deadAt"]), Text(letter["type"]),
                Text(letter["key"]), Text(letter["attempts"]), bytes,
                why.Length > ReasonInList ? why[..ReasonInList] + "…" : why);
        }
        Write(table);
        if (more) Console.WriteLine("There are more; --count 200 shows more of them.");
    }

    public static void Show(JsonNode detail)
    {
        var letter = detail["letter"]!;
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        Row(table, "topic", Text(letter["of"]));
        Row(table, "id", Text(letter["id"]));
        Row(table, "message", Text(letter["messageId"]));
        Row(table, "type", Text(letter["type"]));
        Row(table, "key", Text(letter["key"]));
        Row(table, "died", Time(letter["deadAt"]));
        Row(table, "tries", Text(letter["attempts"]));
        Row(table, "why", Text(letter["reason"]));
        Row(table, "trace", Text(detail["traceId"]));
        Row(table, "bytes", Text(letter["length"]));
        foreach (var (name, value) in detail["headers"]!.AsObject()) Row(table, $"header {name}", Text(value));
        Write(table);
        if (!letter["whole"]!.GetValue<bool>())
            Console.WriteLine("Only a part was kept, since it was too large: it cannot be sent back, only dropped. Its "
                + "headers say where the whole lies.");
        Console.WriteLine();
        Console.WriteLine(Text(detail["payload"]) + (detail["payloadShortened"]!.GetValue<bool>() ? "…" : ""));
    }

    public static void Moved(string of, JsonNode moved, string done)
    {
        Console.WriteLine($"{Letters(moved["count"]!)} of {of} {done}; {Text(moved["waiting"])} wait.");
        if (moved["parts"]!.AsArray() is { Count: > 0 } parts)
            Console.WriteLine("Only a part was kept of these, which cannot be sent back: "
                + $"{string.Join(", ", parts.Select(Text))}. ./erp dlq show says why, ./erp dlq drop gives them up.");
    }

    private static string Letters(JsonNode count) =>
        count.GetValue<int>() == 1 ? "1 dead letter" : $"{count.GetValue<int>()} dead letters";

    private static void Write(Table table)
    {
        // Whoever reads it there breaks lines in their own way.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = Unbroken;
        AnsiConsole.Write(table);
    }

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static string Text(JsonNode? node) => node?.ToString() ?? "";

    // As --until takes it.
    private static string Time(JsonNode? node) =>
        node!.GetValue<DateTimeOffset>().UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
