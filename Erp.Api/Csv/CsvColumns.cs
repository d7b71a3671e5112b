using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CsvHelper;

namespace Erp.Api.Csv;

/// <summary>The columns of a kind of row: the fields of its JSON by their names, those of objects inside with a dot.
/// </summary>
internal sealed class CsvColumns
{
    private readonly JsonTypeInfo _type;
    private readonly List<string[]> _paths = [];

    public CsvColumns(Type rowType, JsonSerializerOptions options)
    {
        _type = options.GetTypeInfo(rowType);
        AddFields(_type, [], options);
    }

    public string[] Names => [.. _paths.Select(path => string.Join('.', path))];

    /// <summary>Writes a row's fields.</summary>
    public void Write(CsvWriter csv, object row)
    {
        var json = JsonSerializer.SerializeToElement(row, _type);
        foreach (var path in _paths) Write(csv, path.Aggregate((JsonElement?)json, Field));
    }

    private void AddFields(JsonTypeInfo type, string[] path, JsonSerializerOptions options)
    {
        foreach (var field in type.Properties.Where(p => p.Get is not null))
        {
            var inside = options.GetTypeInfo(field.PropertyType);
            if (inside.Kind == JsonTypeInfoKind.Object && field.PropertyType != typeof(object))
                AddFields(inside, [.. path, field.Name], options);
            else
                _paths.Add([.. path, field.Name]);
        }
    }

    private static JsonElement? Field(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var field) ? field : null;

    private static void Write(CsvWriter csv, JsonElement? value)
    {
        switch (value)
        {
            case null or { ValueKind: JsonValueKind.Null }:
                csv.WriteField("");
                break;
            case { ValueKind: JsonValueKind.String } text:
                WriteText(csv, text.GetString()!);
                break;
            case { } other:
                csv.WriteField(other.GetRawText());
                break;
        }
    }

    // A spreadsheet takes text that begins so for a formula, which could call programs, or send what stands beside it.
    // Numbers are none, also negative ones.
    private static void WriteText(CsvWriter csv, string text)
    {
        if (text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..])
            csv.WriteField("'" + text, shouldQuote: true);
        else
            csv.WriteField(text);
    }
}
