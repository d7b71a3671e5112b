using System.Reflection;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>
/// Writes a type as C# does, with its nullability. The compiler stores that as a list of bytes, one for each
/// reference type met in a walk from left to right (1 not null, 2 nullable), tuple names likewise.
/// </summary>
internal sealed class TypeFormatter
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(byte)] = "byte", [typeof(char)] = "char", [typeof(short)] = "short", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
        [typeof(uint)] = "uint", [typeof(ulong)] = "ulong", [typeof(ushort)] = "ushort", [typeof(sbyte)] = "sbyte",
    };

    private readonly byte[] _nullability;
    private readonly IList<string?>? _tupleNames;
    private int _nextNullability;
    private int _nextTupleName;

    private TypeFormatter(byte[] nullability, IList<string?>? tupleNames)
    {
        _nullability = nullability;
        _tupleNames = tupleNames;
    }

    /// <summary>The name of a type that stands for itself, for example as a base.</summary>
    public static string Format(Type type) => new TypeFormatter([0], null).Write(type);

    /// <param name="type">The type of the parameter, return value, property or field.</param>
    /// <param name="place">What carries the attributes of that type.</param>
    /// <param name="owner">The member whose context counts where the place says nothing itself.</param>
    public static string Format(Type type, ICustomAttributeProvider place, MemberInfo owner)
    {
        var nullability = Attribute(place, "NullableAttribute") switch
        {
            { ConstructorArguments: [{ Value: byte one }] } => [one],
            { ConstructorArguments: [{ Value: IEnumerable<CustomAttributeTypedArgument> many }] } =>
                many.Select(b => (byte)b.Value!).ToArray(),
            _ => new[] { Context(owner) },
        };
        var names = place.GetCustomAttributes(typeof(TupleElementNamesAttribute), false)
            .OfType<TupleElementNamesAttribute>()
            .FirstOrDefault();
        return new TypeFormatter(nullability, names?.TransformNames).Write(type);
    }

    private static byte Context(MemberInfo? owner)
    {
        for (; owner is not null; owner = owner.DeclaringType)
        {
            if (Attribute(owner, "NullableContextAttribute") is { ConstructorArguments: [{ Value: byte context }] })
                return context;
        }

        return 0;
    }

    private static CustomAttributeData? Attribute(ICustomAttributeProvider place, string name)
    {
        var all = place switch
        {
            MemberInfo member => member.CustomAttributes,
            ParameterInfo parameter => parameter.CustomAttributes,
            _ => [],
        };
        return all.FirstOrDefault(a => a.AttributeType.FullName == "System.Runtime.CompilerServices." + name);
    }

    private string Write(Type type)
    {
        if (type.IsByRef) return Write(type.GetElementType()!);
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Write(underlying) + "?";
        if (type.IsArray)
        {
            var array = Question();
            return Write(type.GetElementType()!) + "[]" + array;
        }

        if (type.IsGenericParameter) return type.Name + Question();
        if (!type.IsGenericType)
            return (s_keywords.GetValueOrDefault(type) ?? Name(type)) + (type.IsValueType ? "" : Question());

        var question = Question();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
            ?? type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal))
            return Tuple(type);
        var name = Name(type.GetGenericTypeDefinition());
        var plain = name[..name.IndexOf('`', StringComparison.Ordinal)];
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Write));
        return $"{plain}<{arguments}>{(type.IsValueType ? "" : question)}";
    }

    private string Tuple(Type type)
    {
        var arguments = type.GetGenericArguments();
        // The names of a tuple come before those of the tuples inside it.
        var names = arguments.Select(_ => _tupleNames?[_nextTupleName++]).ToArray();
        var elements = arguments.Select((a, i) => names[i] is null ? Write(a) : $"{Write(a)} {names[i]}");
        return $"({string.Join(", ", elements)})";
    }

    private string Question()
    {
        var flag = _nullability.Length == 1 ? _nullability[0] : _nullability[_nextNullability++];
        return flag == 2 ? "?" : "";
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');
}
