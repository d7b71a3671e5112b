using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>What a user of an assembly sees of it: public types and their public and protected members.</summary>
internal static class SurfaceReader
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    public static IEnumerable<ApiMember> Read(Assembly assembly) => assembly.GetTypes().Where(IsSeen).SelectMany(Read);

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null;

    private static IEnumerable<ApiMember> Read(Type type)
    {
        yield return Member(DocumentationId.Of(type), type, SignatureFormatter.Of(type), type);

        foreach (var field in type.GetFields(Declared)
                .Where(f => (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly) && !f.IsSpecialName))
            yield return Member(DocumentationId.Of(field), type, SignatureFormatter.Of(field), field);

        foreach (
            var constructor in type.GetConstructors(Declared).Where(c => !c.IsStatic && IsSeen(c) && !IsSynthesized(c)))
            yield return Member(DocumentationId.Of(constructor), type, SignatureFormatter.Of(constructor), constructor);

        foreach (var property in type.GetProperties(Declared)
                .Where(p => SignatureFormatter.Accessors(p).Any() && p.Name != "EqualityContract"))
            yield return Member(DocumentationId.Of(property), type, SignatureFormatter.Of(property), property);

        foreach (var @event in type.GetEvents(Declared).Where(e => IsSeen(e.AddMethod!)))
            yield return Member(DocumentationId.Of(@event), type, SignatureFormatter.Of(@event), @event);

        foreach (var method in type.GetMethods(Declared)
                .Where(m => IsSeen(m) && !IsAccessor(m) && !IsSynthesized(m) && !IsOverrideOfKnown(m)))
            yield return Member(DocumentationId.Of(method), type, SignatureFormatter.Of(method), method);
    }

    private static bool IsSeen(Type type) =>
        type.IsPublic
            || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsSeen(type.DeclaringType!));

    private static bool IsSeen(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    // Equality, printing, copying and deconstruction that the compiler adds to a record class.
    private static bool IsSynthesized(MethodBase method) =>
        IsRecord(method.DeclaringType!) && (method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.IsFamily);

    // Overriding what object offers adds nothing that a caller could use.
    private static bool IsOverrideOfKnown(MethodInfo method) =>
        !method.DeclaringType!.IsValueType
            && method.GetBaseDefinition().DeclaringType == typeof(object)
            && method.GetBaseDefinition() != method;

    private static ApiMember Member(string id, Type type, string signature, MemberInfo member) =>
        new(id, type.Assembly.GetName().Name!, signature, Flags(member));

    // The compiler marks ref structs and constructors of types with required members, for compilers that know neither.
    private static bool IsTheCompilers(ObsoleteAttribute mark) =>
        mark.Message?.EndsWith("not supported in this version of your compiler.", StringComparison.Ordinal) == true
        || mark.Message?.EndsWith("not supported in this version of your compiler", StringComparison.Ordinal) == true;

    // A flag of a type counts for its members.
    private static string Flags(MemberInfo member)
    {
        var obsolete = false;
        string? experimental = null;
        for (var place = member; place is not null; place = place.DeclaringType)
        {
            obsolete |= place.GetCustomAttribute<ObsoleteAttribute>(false) is { } mark && !IsTheCompilers(mark);
            experimental ??= place.GetCustomAttribute<ExperimentalAttribute>(false)?.DiagnosticId;
        }

        return string.Join(
            ',',
            new[]
            {
                obsolete ? "obsolete" : null, experimental is null ? null : "experimental:" + experimental,
            }.OfType<string>());
    }
}
