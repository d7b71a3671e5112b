using System.Reflection;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>The compiler's documentation ids (ECMA-334 annex D), as far as a public surface needs them.</summary>
internal static class DocumentationId
{
    public static string Of(Type type) => "T:" + Name(type);

    public static string Of(FieldInfo field) => $"F:{Name(field.DeclaringType!)}.{field.Name}";

    public static string Of(EventInfo @event) => $"E:{Name(@event.DeclaringType!)}.{@event.Name}";

    public static string Of(PropertyInfo property) =>
        $"P:{Name(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}";

    public static string Of(ConstructorInfo constructor) =>
        $"M:{Name(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}";

    public static string Of(MethodInfo method)
    {
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var conversion = method.Name is "op_Implicit" or "op_Explicit" ? "~" + Reference(method.ReturnType) : "";
        return $"M:{Name(method.DeclaringType!)}.{method.Name}{arity}{Parameters(method.GetParameters())}{conversion}";
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(p => Reference(p.ParameterType)))})";

    private static string Reference(Type type)
    {
        if (type.IsByRef) return Reference(type.GetElementType()!) + "@";
        if (type.IsArray) return Reference(type.GetElementType()!) + "[]";
        if (type.IsGenericMethodParameter) return $"``{type.GenericParameterPosition}";
        if (type.IsGenericParameter) return $"`{type.GenericParameterPosition}";
        if (!type.IsGenericType) return Name(type);

        var definition = Name(type.GetGenericTypeDefinition());
        var tick = definition.IndexOf('`', StringComparison.Ordinal);
        return $"{definition[..tick]}{{{string.Join(',', type.GetGenericArguments().Select(Reference))}}}";
    }
}
