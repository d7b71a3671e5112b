namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is given to the application from outside: from configuration key <c>Parameters:NAME</c>, or from its default.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Func<ParameterDefault?, string> _callback;
    private readonly Lazy<string> _value;

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="callback">Finds its value; called once, with the default.</param>
    /// <param name="secret">Whether its value is secret.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
        _value = new(() => _callback(Default));
        Secret = secret;
    }

    /// <summary>Its default; null when there is none.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>Whether its value is secret.</summary>
    public bool Secret { get; }

    /// <summary>Whether it is a connection string.</summary>
    public bool IsConnectionString { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Whether <see cref="Description"/> is Markdown.</summary>
    public bool EnableDescriptionMarkdown { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    internal string ConfigurationKey { get; init; } = "";

    /// <summary>Its value.</summary>
    /// <param name="cancellationToken">Not needed.</param>
    /// <exception cref="DistributedApplicationException">It has neither a value nor a default.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value.Value);
}
