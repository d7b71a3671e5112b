using OxyPlot;

namespace Erp.Bench.Reporting;

/// <summary>How much room text takes. OxyPlot's own measure is of the narrowest font there is, and cuts what it draws
/// down to that.</summary>
internal sealed class TextMeasure(double width, double height) : PdfRenderContext(width, height, OxyColors.White)
{
    private const double Wider = 1.4, Higher = 1.3;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new(size.Width * Wider, size.Height * Higher);
    }
}
