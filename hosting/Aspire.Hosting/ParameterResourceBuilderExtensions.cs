using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

#pragma warning disable ASPIREUSERSECRETS001
namespace Aspire.Hosting;

/// <summary>Adds parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    private const string Section = "Parameters:";

    /// <summary>Adds a parameter that has to be configured as <c>Parameters:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="secret">Whether its value is secret.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, bool secret = false) =>
        Add(builder, name, Section + name, secret, null);

    /// <summary>Adds a parameter with a value, unless <c>Parameters:NAME</c> is configured.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="publishValueAsDefault">Whether the value goes into the manifest; never for a secret.</param>
    /// <param name="secret">Whether its value is secret.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a parameter with a value that is found late, unless <c>Parameters:NAME</c> is configured.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="valueGetter">Finds its value.</param>
    /// <param name="publishValueAsDefault">Whether the value goes into the manifest; never for a secret.</param>
    /// <param name="secret">Whether its value is secret.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.ExecutionContext.IsPublishMode && !publishValueAsDefault
            ? Add(builder, name, Section + name, secret, null)
            : Add(builder, name, Section + name, secret, new ConstantParameterDefault(valueGetter));
    }

    /// <summary>Adds a parameter with a default, unless <c>Parameters:NAME</c> is configured.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its default.</param>
    /// <param name="secret">Whether its value is secret.</param>
    /// <param name="persist">Whether a generated value is kept in the user secrets of the AppHost.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, [ResourceName] string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        if (persist)
        {
            Keep(builder, name, value);
        }

        return Add(builder, name, Section + name, secret, value);
    }

    /// <summary>Adds a parameter that is configured under another key.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="configurationKey">The key.</param>
    /// <param name="secret">Whether its value is secret.</param>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(this IDistributedApplicationBuilder builder, [ResourceName] string name, string configurationKey, bool secret = false) =>
        Add(builder, name, configurationKey, secret, null);

    /// <summary>Adds a connection string that is configured as <c>ConnectionStrings:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="environmentVariableName">The variable that a referencing resource gets; <c>ConnectionStrings__NAME</c> when null.</param>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, [ResourceName] string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        var resource = new ConnectionStringParameterResource(name, environmentVariableName, _ => configuration.GetConnectionString(name)
            ?? throw new DistributedApplicationException($"Connection string '{name}' is missing: configure ConnectionStrings:{name}."));
        return builder.AddResource(resource);
    }

    /// <summary>Makes a secret parameter that is generated when it is not configured, and kept in the user secrets of the AppHost.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="lower">Whether lower-case letters may be used.</param>
    /// <param name="upper">Whether upper-case letters may be used.</param>
    /// <param name="numeric">Whether digits may be used.</param>
    /// <param name="special">Whether special characters may be used.</param>
    /// <param name="minLower">Fewest lower-case letters.</param>
    /// <param name="minUpper">Fewest upper-case letters.</param>
    /// <param name="minNumeric">Fewest digits.</param>
    /// <param name="minSpecial">Fewest special characters.</param>
    public static ParameterResource CreateDefaultPasswordParameter(IDistributedApplicationBuilder builder, string name, bool lower = true, bool upper = true, bool numeric = true, bool special = true,
        int minLower = 0, int minUpper = 0, int minNumeric = 0, int minSpecial = 0) =>
        CreateGeneratedParameter(builder, name, secret: true, new GenerateParameterDefault
        {
            MinLength = 22, Lower = lower, Upper = upper, Numeric = numeric, Special = special,
            MinLower = minLower, MinUpper = minUpper, MinNumeric = minNumeric, MinSpecial = minSpecial,
        });

    /// <summary>Makes a parameter that is generated when it is not configured, and kept in the user secrets of the AppHost.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="secret">Whether its value is secret.</param>
    /// <param name="parameterDefault">How it is generated.</param>
    public static ParameterResource CreateGeneratedParameter(IDistributedApplicationBuilder builder, string name, bool secret, GenerateParameterDefault parameterDefault)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(parameterDefault);
        Keep(builder, name, parameterDefault);
        return Make(builder, name, Section + name, secret, parameterDefault);
    }

    private static IResourceBuilder<ParameterResource> Add(IDistributedApplicationBuilder builder, string name, string key, bool secret, ParameterDefault? value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(Make(builder, name, key, secret, value));
    }

    // A published application gets its values where it runs.
    private static void Keep(IDistributedApplicationBuilder builder, string name, ParameterDefault value)
    {
        if (builder.ExecutionContext.IsRunMode && Configured(builder.Configuration, Section + name) is null)
        {
            builder.UserSecretsManager.GetOrSetSecret(builder.Configuration, Section + name, value.GetDefaultValue);
        }
    }

    // Shells take no hyphens in names of variables: Parameters__signing_key gives the parameter signing-key too.
    private static string? Configured(ConfigurationManager configuration, string key) =>
        new[] { key, key.Replace('-', '_') }.Select(candidate => configuration[candidate]).FirstOrDefault(value => value is { Length: > 0 });

    private static ParameterResource Make(IDistributedApplicationBuilder builder, string name, string key, bool secret, ParameterDefault? value)
    {
        var configuration = builder.Configuration;
        return new ParameterResource(name, fallback => Configured(configuration, key)
                ?? fallback?.GetDefaultValue() ?? throw new DistributedApplicationException($"Parameter '{name}' has no value: configure {key}."), secret)
        {
            Default = value,
            ConfigurationKey = key,
        };
    }
}

/// <summary>A connection string from configuration.</summary>
internal sealed class ConnectionStringParameterResource(string name, string? environmentVariable, Func<ParameterDefault?, string> callback)
    : ParameterResource(name, callback, secret: true), IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression => field ??= ReferenceExpression.Create($"{new Value(this)}");

    public string? ConnectionStringEnvironmentVariable => environmentVariable;

    // Not the parameter itself: that would read its connection string again, for ever.
    private sealed class Value(ParameterResource parameter) : IExpressionValue
    {
        public string ValueExpression => parameter.ValueExpression;

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => parameter.GetValueAsync(cancellationToken);
    }
}
