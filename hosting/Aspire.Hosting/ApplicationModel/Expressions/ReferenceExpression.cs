using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with holes that are filled with the values of resources when the application runs.</summary>
public class ReferenceExpression : IExpressionValue, IValueWithReferences
{
    /// <summary>The empty text.</summary>
    public static readonly ReferenceExpression Empty = new("", [], [], []);

    private readonly string[] _manifestExpressions;
    private readonly string?[] _stringFormats;

    private ReferenceExpression(string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats)
    {
        Format = format;
        ValueProviders = valueProviders;
        _manifestExpressions = manifestExpressions;
        _stringFormats = stringFormats;
    }

    /// <summary>The text with numbered holes, as <see cref="string.Format(string, object?[])"/> takes it.</summary>
    public string Format { get; }

    /// <summary>The place-holder of each hole.</summary>
    public IReadOnlyList<string> ManifestExpressions => _manifestExpressions;

    /// <summary>The format of each hole: null, or <c>uri</c> for percent-encoding.</summary>
    public IReadOnlyList<string?> StringFormats => _stringFormats;

    /// <summary>What fills each hole.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>The text with place-holders, as a manifest has it.</summary>
    public string ValueExpression => string.Format(CultureInfo.InvariantCulture, Format, [.. _manifestExpressions]);

    IEnumerable<object> IValueWithReferences.References => ValueProviders;

    /// <summary>Makes an expression of an interpolated string whose holes are resources, endpoints, parameters or texts.</summary>
    /// <param name="handler">The interpolated string.</param>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <summary>Gets the text with all holes filled.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(new ValueProviderContext(), cancellationToken);

    /// <summary>Gets the text with all holes filled as the asker sees them.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(context, cancellationToken).ConfigureAwait(false);
            values[i] = Formatted(value, _stringFormats[i]);
        }

        return string.Format(CultureInfo.InvariantCulture, Format, values);
    }

    private static string? Formatted(string? value, string? format) => format switch
    {
        null or "" => value,
        "uri" => value is null ? null : Uri.EscapeDataString(value),
        _ => throw new FormatException($"The format '{format}' is not supported. Supported formats are 'uri' (encodes a URI)"),
    };

    /// <summary>Collects texts and holes for both kinds of interpolated strings and for the builder.</summary>
    internal sealed class Parts
    {
        private readonly StringBuilder _format = new();
        private readonly List<IValueProvider> _providers = [];
        private readonly List<string> _expressions = [];
        private readonly List<string?> _formats = [];

        public bool IsEmpty => _format.Length == 0;

        public void Literal(string? value) => _format.Append(value?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public void Value(object value, string? format)
        {
            if (value is not IValueProvider provider || value is not IManifestExpressionProvider expression)
            {
                throw new ArgumentException($"The type '{value.GetType()}' must implement IValueProvider and IManifestExpressionProvider to stand in a reference expression.", nameof(value));
            }

            _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
            _providers.Add(provider);
            _expressions.Add(FormattedReference.Expression(expression, format));
            _formats.Add(format);
        }

        public ReferenceExpression Build() => new(_format.ToString(), [.. _providers], [.. _expressions], [.. _formats]);
    }

    /// <summary>Lets the compiler turn an interpolated string into a <see cref="ReferenceExpression"/>.</summary>
    /// <param name="literalLength">The length of the texts; not needed.</param>
    /// <param name="formattedCount">The number of holes; not needed.</param>
    [InterpolatedStringHandler]
#pragma warning disable CS9113 // The compiler's pattern demands both parameters.
    public ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
#pragma warning restore CS9113
    {
        private readonly Parts _parts = new();

        /// <summary>Adds a text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendLiteral(string value) => _parts.Literal(value);

        /// <summary>Adds a text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendFormatted(string? value) => _parts.Literal(value);

        /// <summary>Adds a text in a format.</summary>
        /// <param name="value">The text.</param>
        /// <param name="format">Null, or <c>uri</c>.</param>
        public readonly void AppendFormatted(string? value, string? format = null) => _parts.Literal(Formatted(value, format));

        /// <summary>Adds a value.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, null);

        /// <summary>Adds a value in a format.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        /// <param name="format">Null, or <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format = null) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, format);

        /// <summary>Adds the value of a resource.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider.Resource, null);

        /// <summary>Adds the value of a resource in a format.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        /// <param name="format">Null, or <c>uri</c>.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string? format = null) where T : IResource, IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider.Resource, format);

        internal readonly ReferenceExpression Build() => _parts.Build();
    }
}
