using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Erp.Bench.Reporting;

/// <summary>A chart as SVG.</summary>
internal static class ChartFile
{
    private const int Width = 720, Height = 360;

    // As wide as the drawing takes it for, wherever it is looked at.
    private const string Font = "Arial, sans-serif";

    // To be told apart, also by those who do not see red and green as two colours (Okabe and Ito, 2008).
    private static readonly uint[] Colours = [0xFF0072B2, 0xFFD55E00, 0xFF009E73, 0xFFCC79A7, 0xFFE69F00];

    /// <summary>The curves of a result; both axes are logarithmic, because rates and times are.</summary>
    public static string Draw(BenchResult result)
    {
        var chart = result.Chart!;
        var model = new PlotModel
        {
            Title = result.Benchmark, Background = OxyColors.White, DefaultFont = Font,
            DefaultColors = [.. Colours.Select(OxyColor.FromUInt32)],
        };
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom, Title = chart.X, MajorGridlineStyle = LineStyle.Dot,
        });
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left, Title = chart.Y, MajorGridlineStyle = LineStyle.Dot,
        });
        // Beside the curves, not on them.
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.RightTop,
        });
        foreach (var curve in chart.Curves)
        {
            var series = new LineSeries { Title = curve.Name, MarkerType = MarkerType.Circle };
            foreach (var (x, y) in curve.Points.Where(p => p is { X: > 0, Y: > 0 })) series.Points.Add(new(x, y));
            model.Series.Add(series);
        }
        return SvgExporter.ExportToString(
            model, Width, Height, isDocument: true, new TextMeasure(Width, Height));
    }
}
