using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>Signatures in the list's notation.</summary>
internal static class SignatureFormatter
{
    public static string Of(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } b && b != typeof(object) && !type.IsValueType) bases.Add(TypeFormatter.Format(b));
        if (!type.IsEnum) bases.AddRange(type.GetInterfaces().Where(i => i.IsVisible).Select(TypeFormatter.Format));
        return bases.Count == 0 ? Kind(type) : $"{Kind(type)} : {string.Join(", ", bases)}";
    }

    public static string Of(FieldInfo field)
    {
        var type = TypeFormatter.Format(field.FieldType, field, field);
        if (field.IsLiteral)
            return $"const {type} = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        var access = field.IsFamily ? "protected " : "";
        return $"{access}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type}";
    }

    public static string Of(ConstructorInfo constructor) =>
        $"{(constructor.IsFamily ? "protected " : "")}({Parameters(constructor)})";

    public static string Of(MethodInfo method) =>
        $"{Modifiers(method)}{TypeFormatter.Format(method.ReturnType, method.ReturnParameter, method)} "
            + $"({Parameters(method)})";

    public static string Of(PropertyInfo property)
    {
        var first = Accessors(property).First();
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var accessors =
            Accessors(property).Select(a => a == property.GetMethod ? "get;" : IsInit(a) ? "init;" : "set;");
        var type = TypeFormatter.Format(property.PropertyType, property, first);
        return $"{Modifiers(first)}{required}{type} {{ {string.Join(' ', accessors)} }}";
    }

    public static string Of(EventInfo @event) =>
        $"{Modifiers(@event.AddMethod!)}event {TypeFormatter.Format(@event.EventHandlerType!, @event, @event)}";

    public static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(
            m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly);

    private static string Kind(Type type)
    {
        if (type.IsInterface) return "interface";
        if (type.IsEnum) return "enum";
        if (type.IsValueType) return "struct";
        if (type.IsSubclassOf(typeof(Delegate))) return "delegate";
        var prefix = type is { IsAbstract: true, IsSealed: true }
            ? "static "
            : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return $"{prefix}{(SurfaceReader.IsRecord(type) ? "record " : "")}class";
    }

    private static string Modifiers(MethodInfo method)
    {
        var access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic) return access + "static ";
        if (!method.IsVirtual || method.IsFinal || method.DeclaringType!.IsInterface) return access;
        if (method.GetBaseDefinition() != method) return access + "override ";
        return access + (method.IsAbstract ? "abstract " : "virtual ");
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Parameters(MethodBase method)
    {
        var extension = method.IsDefined(typeof(ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select((p, i) => Parameter(p, method, extension && i == 0)));
    }

    private static string Parameter(ParameterInfo parameter, MethodBase method, bool isThis)
    {
        var passing = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ =>
                parameter.IsDefined(typeof(ParamArrayAttribute))
                    || parameter.IsDefined(typeof(ParamCollectionAttribute))
                    ? "params "
                    : "",
        };
        var type = TypeFormatter.Format(parameter.ParameterType, parameter, method);
        return $"{(isThis ? "this " : "")}{passing}{type} {parameter.Name}{Default(parameter)}";
    }

    private static string Default(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: false } => "",
        { RawDefaultValue: null, ParameterType.IsValueType: true } => "=default",
        { RawDefaultValue: null, ParameterType.IsGenericParameter: true } => "=default",
        { RawDefaultValue: null } => "=null",
        { RawDefaultValue: string text } => $"=\"{text}\"",
        { RawDefaultValue: bool flag } => flag ? "=true" : "=false",
        { RawDefaultValue: var value } => "=" + Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
