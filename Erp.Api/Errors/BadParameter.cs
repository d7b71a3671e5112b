using System.Globalization;
using System.Reflection;
using Erp.Api.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Erp.Api.Errors;

/// <summary>Finds the value in the path, the query or a header that kept an endpoint from being called.</summary>
internal static class BadParameter
{
    private static readonly MethodInfo ParsesMethod =
        typeof(BadParameter).GetMethod(nameof(Parses), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The first parameter that the request lacks or has in a wrong form; null when all are good.</summary>
    public static ProblemException? Find(IExceptionHandlerFeature handled, HttpRequest request)
    {
        foreach (var parameter in handled.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType)
                ?? parameter.ParameterInfo.ParameterType;
            if (parameter.HasBindAsync || !IsParsable(type)) continue;
            var (name, text) = Read(parameter, handled, request);
            if (text is null && !parameter.IsOptional)
                return Problems.Invalid(ErrorCodes.MissingParameter, $"'{name}' is required.");
            if (text is not null && !(bool)ParsesMethod.MakeGenericMethod(type).Invoke(null, [text])!)
                return Problems.Invalid(ErrorCodes.InvalidParameter, $"'{name}' {Form(type)}.");
        }
        return null;
    }

    private static (string Name, string? Text) Read(
        IParameterBindingMetadata parameter, IExceptionHandlerFeature handled, HttpRequest request)
    {
        var attributes = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        if (attributes.OfType<IFromHeaderMetadata>().FirstOrDefault() is { } header)
        {
            var field = header.Name ?? parameter.Name;
            return (field, request.Headers.TryGetValue(field, out var values) ? values.ToString() : null);
        }
        if (handled.RouteValues?.TryGetValue(parameter.Name, out var segment) == true)
            return (parameter.Name, segment?.ToString());
        var name = attributes.OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;
        return (name, request.Query.TryGetValue(name, out var given) ? given.ToString() : null);
    }

    private static string Form(Type type) => Named.EnumOf(type) is { } names
        ? $"must be one of {string.Join(", ", EnumNames.All(names))}"
        : "has the wrong form";

    private static bool IsParsable(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));

    private static bool Parses<T>(string text) where T : IParsable<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
