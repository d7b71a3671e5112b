using System.Globalization;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Model;

/// <summary>Turns the environment that the model gives a service into variables of a pod: the same keys, with values
/// that Kubernetes composes from the ConfigMap and the Secret.</summary>
internal sealed class EnvironmentReader(
    EksOptions options, IReadOnlyDictionary<string, int> ports,
    IReadOnlyDictionary<BackingKind, BackingService> backings, ProblemList problems)
{
    public async Task<ServiceEnvironment> ReadAsync(
        ProjectResource service, DistributedApplicationExecutionContext execution, ILogger logger,
        CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var context = new EnvironmentCallbackContext(execution, service, values, cancellationToken) { Logger = logger };
        foreach (var annotation in service.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await annotation.Callback(context);

        var environment = new ServiceEnvironment();
        var component = service.Annotations.OfType<EksComponentAnnotation>().LastOrDefault();
        Common(service, environment);
        if (component is not null && options.Web.ClientSecret)
            environment.FromSecret("WEB_CLIENT_SECRET", component.ClientSecret);
        foreach (var (name, value) in values)
        {
            // Aspire's switches for the local dashboard stay local.
            if (name.StartsWith("OTEL_DOTNET_EXPERIMENTAL_", StringComparison.Ordinal)) continue;
            if (name == component?.PublicUrl)
                environment.FromConfig("WEB_PUBLIC_URL", options.Web.PublicUrl, name);
            else if (value is ParameterResource parameter)
                await FromParameterAsync(environment, name, parameter, cancellationToken);
            else if (Text(environment, value, out var text))
                environment.Set(name, text);
            else
                problems.Add(service.Name, $"environment {name}", $"{value.GetType().Name} is unknown on the cluster");
        }
        return environment;
    }

    private void Common(ProjectResource service, ServiceEnvironment environment)
    {
        if (!options.Auth.IsOwnKey)
            environment.FromConfig("AUTH_AUTHORITY", options.Auth.Authority, "Auth__Authority");
        environment.FromConfig("AUTH_AUDIENCE", options.Auth.Audience, "Auth__Audience");
        environment.Set("OTEL_SERVICE_NAME", service.Name);
        if (options.OtlpEndpoint.Length > 0)
            environment.FromConfig("OTEL_EXPORTER_OTLP_ENDPOINT", options.OtlpEndpoint, "OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    private async Task FromParameterAsync(
        ServiceEnvironment environment, string name, ParameterResource parameter, CancellationToken cancellationToken)
    {
        var annotation = parameter.Annotations.OfType<EksParameterAnnotation>().LastOrDefault();
        var key = annotation?.Key ?? Upper(parameter.Name);
        // Without an authority it is what it is on a laptop.
        var variable = options.Auth.IsOwnKey ? name : annotation?.Variable ?? name;
        if (parameter.Secret) environment.FromSecret(key, variable);
        else environment.FromConfig(key, await parameter.GetValueAsync(cancellationToken) ?? "", variable);
    }

    /// <summary>False when some part of the value is unknown on the cluster.</summary>
    private bool Text(ServiceEnvironment environment, object value, out string text)
    {
        text = value switch
        {
            string literal => literal.Replace("$(", "$$(", StringComparison.Ordinal),
            ReferenceExpression expression => Expression(environment, expression),
            EndpointReference endpoint => Endpoint(environment, endpoint, EndpointProperty.Url),
            EndpointReferenceExpression property => Endpoint(environment, property.Endpoint, property.Property),
            ConnectionStringReference reference => Connection(environment, reference.Resource),
            IResourceWithConnectionString resource => Connection(environment, resource),
            ParameterResource parameter => Parameter(environment, parameter),
            _ => null,
        } ?? "";
        return text.Length > 0 || value is "";
    }

    private string? Expression(ServiceEnvironment environment, ReferenceExpression expression)
    {
        var parts = new List<object>();
        foreach (var provider in expression.ValueProviders)
        {
            if (!Text(environment, provider, out var part)) return null;
            parts.Add(part);
        }
        return string.Format(CultureInfo.InvariantCulture, expression.Format, [.. parts]);
    }

    private string? Connection(ServiceEnvironment environment, IResourceWithConnectionString resource)
    {
        if (BackingReader.KindOf(resource) is not { } kind || !backings.TryGetValue(kind, out var backing)) return null;
        environment.Use(backing);
        return backing.ConnectionString;
    }

    private string? Endpoint(ServiceEnvironment environment, EndpointReference endpoint, EndpointProperty property)
    {
        var name = endpoint.Resource.Name;
        if (!ports.TryGetValue(name, out var port)) return null;
        switch (property)
        {
            case EndpointProperty.Port or EndpointProperty.TargetPort:
                return port.ToString(CultureInfo.InvariantCulture);
            case EndpointProperty.Host: return name;
            case EndpointProperty.HostAndPort: return $"{name}:{port}";
            case EndpointProperty.Scheme: return "http";
            case EndpointProperty.Url:
                var key = $"{Upper(name)}_URL";
                environment.FromConfig(key, $"http://{name}:{port}");
                environment.Calls.Add(name);
                return $"$({key})";
            default: return null;
        }
    }

    private static string Parameter(ServiceEnvironment environment, ParameterResource parameter)
    {
        // Inside a longer text only: a parameter that is the whole value takes the other road and may be public.
        var key = parameter.Annotations.OfType<EksParameterAnnotation>().LastOrDefault()?.Key ?? Upper(parameter.Name);
        environment.FromSecret(key);
        return $"$({key})";
    }

    private static string Upper(string name) => name.ToUpperInvariant().Replace('-', '_');
}
