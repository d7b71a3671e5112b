using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Erp.Bench.Reporting;

/// <summary>One number of a benchmark, as often as it was measured.</summary>
/// <param name="Name">What it is of; figures of a raw twin begin with <c>twin: </c>.</param>
/// <param name="Unit">Of the values.</param>
internal sealed record Figure(string Name, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>The middle one.</summary>
    public double Median => MedianOf(Values);

    /// <summary>The middle one of these; 0 of none.</summary>
    public static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count == 0 ? 0
            : sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>One value.</summary>
    public static Figure Of(string name, string unit, params double[] values) => new(name, unit, values);

    /// <summary>As tables show it: three digits that count.</summary>
    public static string Show(double value) => value switch
    {
        0 => "0",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}

/// <summary>Points of a curve of the chart.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>What its chart shows.</summary>
internal sealed record Chart(string X, string Y, IReadOnlyList<Curve> Curves);

/// <summary>All that a benchmark found out.</summary>
internal sealed record BenchResult(
    string Benchmark, string Commit, string Machine, DateTimeOffset At, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Not in the file: the numbers are.</summary>
    [JsonIgnore]
    public Chart? Chart { get; init; }

    /// <summary>The result that was written to this folder last; null when there is none.</summary>
    public static BenchResult? Read(string folder, string benchmark)
    {
        var file = Path.Combine(folder, benchmark + ".json");
        return File.Exists(file) ? JsonSerializer.Deserialize<BenchResult>(File.ReadAllText(file), Json) : null;
    }

    /// <summary>Writes the numbers and the chart.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Benchmark + ".json"), JsonSerializer.Serialize(this, Json) + "\n");
        if (Chart is not null) File.WriteAllText(Path.Combine(folder, Benchmark + ".svg"), ChartFile.Draw(this));
    }
}
