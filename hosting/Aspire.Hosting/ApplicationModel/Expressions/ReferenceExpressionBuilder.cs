using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Builds a <see cref="ReferenceExpression"/> piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly ReferenceExpression.Parts _parts = new();

    /// <summary>Whether nothing has been appended.</summary>
    public bool IsEmpty => _parts.IsEmpty;

    /// <summary>Appends an interpolated string.</summary>
    /// <param name="handler">The interpolated string.</param>
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler) => _ = handler;

    /// <summary>Appends a text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => _parts.Literal(value);

    /// <summary>Appends a text.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(string? value) => _parts.Literal(value);

    /// <summary>Appends a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="valueProvider">The value.</param>
    public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, null);

    /// <summary>Appends a value in a format.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="valueProvider">The value.</param>
    /// <param name="format">Null, or <c>uri</c>.</param>
    public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, format);

    /// <summary>The expression of what has been appended.</summary>
    public ReferenceExpression Build() => _parts.Build();

    /// <summary>Lets the compiler append an interpolated string.</summary>
    /// <param name="literalLength">The length of the texts; not needed.</param>
    /// <param name="formattedCount">The number of holes; not needed.</param>
    /// <param name="builder">The builder to append to.</param>
    [InterpolatedStringHandler]
#pragma warning disable CS9113 // The compiler's pattern demands both parameters.
    public ref struct ReferenceExpressionBuilderInterpolatedStringHandler(int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
#pragma warning restore CS9113
    {
        private readonly ReferenceExpression.Parts _parts = builder._parts;

        /// <summary>Adds a text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendLiteral(string value) => _parts.Literal(value);

        /// <summary>Adds a text.</summary>
        /// <param name="value">The text.</param>
        public readonly void AppendFormatted(string? value) => _parts.Literal(value);

        /// <summary>Adds a value.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, null);

        /// <summary>Adds a value in a format.</summary>
        /// <typeparam name="T">The type of the value.</typeparam>
        /// <param name="valueProvider">The value.</param>
        /// <param name="format">Null, or <c>uri</c>.</param>
        public void AppendFormatted<T>(T valueProvider, string? format) where T : IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider, format);

        /// <summary>Adds the value of a resource.</summary>
        /// <typeparam name="T">The type of the resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider => _parts.Value(valueProvider.Resource, null);
    }
}
