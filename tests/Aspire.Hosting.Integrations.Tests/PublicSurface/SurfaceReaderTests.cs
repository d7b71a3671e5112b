using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

/// <summary>The checker itself: what it reads off a type, and that it sees each kind of deviation.</summary>
public sealed class SurfaceReaderTests
{
    private const string Name = "Aspire.Hosting.Integrations.Tests.PublicSurface.SurfaceSample";

    private static readonly Dictionary<string, ApiMember> s_sample =
        SurfaceReader.Read(typeof(SurfaceReaderTests).Assembly)
        .Where(m => m.TypeName == Name)
        .ToDictionary(m => m.Id);

    [Theory]
    [InlineData($"T:{Name}", "sealed class : System.IDisposable")]
    [InlineData(
        $"P:{Name}.Names", "required System.Collections.Generic.IReadOnlyDictionary<string, string?>? { get; init; }")]
    [InlineData($"P:{Name}.Pairs", "System.Collections.Generic.IEnumerable<(object? First, string Second)> { get; }")]
    [InlineData($"M:{Name}.Take``1(System.Nullable{{System.Int32}},``0[],System.String@,System.String)",
        "static T? (int? port, T[] items, out string? found, string text=\"x\")")]
    [InlineData($"M:{Name}.Dispose", "void ()")]
    [InlineData($"F:{Name}.Limit", "const int = 7")]
    public void A_member_is_read_in_the_notation_of_the_list(string id, string signature) =>
        Assert.Equal(signature, s_sample[id].Signature);

    [Fact]
    public void A_flag_of_the_type_counts_for_its_members() =>
        Assert.Equal("experimental:SAMPLE001", s_sample[$"F:{Name}.Limit"].Flags);

    [Fact]
    public void Nothing_else_of_the_type_is_seen() => Assert.Equal(6, s_sample.Count);

    [Theory]
    [InlineData("static T? (int? port, T[] items, out string? found, string text=\"x\")", "", "A", 0)]
    [InlineData("static T? (int? port, T[] items, out string found, string text=\"x\")", "", "A", 1)]
    [InlineData("static T? (int? port, T[] items, out string? found, string text=\"x\")", "obsolete", "A", 1)]
    [InlineData("static T? (int? port, T[] items, out string? found, string text=\"x\")", "", "B", 1)]
    public void A_difference_in_signature_flags_or_assembly_is_a_deviation(
        string signature, string flags, string assembly, int expected)
    {
        var ours = new ApiMember(
            "M:N.T.Take", "A", "static T? (int? port, T[] items, out string? found, string text=\"x\")", "");

        var deviations = SurfaceComparison.Deviations(
            [ours], Listed(ours with { Signature = signature, Flags = flags, Assembly = assembly }));

        Assert.Equal(expected, deviations.Count);
    }

    [Theory]
    [InlineData("class : N.Base, N.IOne", 0)]
    [InlineData("class : N.Base", 1)]
    [InlineData("class : N.Other, N.IOne", 1)]
    [InlineData("sealed class : N.Base, N.IOne", 1)]
    public void A_difference_in_kind_or_bases_is_a_deviation(string listed, int expected)
    {
        var ours = new ApiMember("T:N.T", "A", "class : N.Base, N.IOne", "");

        Assert.Equal(expected, SurfaceComparison.Deviations([ours], Listed(ours with { Signature = listed })).Count);
    }

    [Fact]
    public void What_the_list_lacks_and_what_it_requires_are_deviations()
    {
        var type = new ApiMember("T:N.T", "A", "class", "");
        var made = new ApiMember("M:N.T.#ctor(System.Int32)", "A", "(int n)", "");
        var extra = new ApiMember("M:N.T.Extra", "A", "void ()", "");
        var required = new ApiMember("P:N.T.Needed", "A", "required string { get; init; }", "");

        Assert.Equal(
            [
                "A: M:N.T.Extra is public; the list lacks it  [void ()]",
                "A: P:N.T.Needed is required in the list and missing  [required string { get; init; }]",
            ],
            SurfaceComparison.Deviations([type, made, extra], Listed(type, made, required)));
    }

    private static Dictionary<string, ApiMember> Listed(params ApiMember[] members) => members.ToDictionary(m => m.Id);
}

[Experimental("SAMPLE001")]
public sealed class SurfaceSample : IDisposable
{
    public const int Limit = 7;

    internal SurfaceSample()
    {
    }

    public required IReadOnlyDictionary<string, string?>? Names { get; init; }

    public IEnumerable<(object? First, string Second)> Pairs { get; private set; } = [];

    public static T? Take<T>(int? port, T[] items, out string? found, string text = "x")
    {
        found = port is null ? null : text;
        return items.FirstOrDefault();
    }

    public void Dispose() => Pairs = [];

    public override string ToString() => "";
}
