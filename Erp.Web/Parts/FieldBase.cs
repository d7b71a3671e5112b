using Erp.Web.Languages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Erp.Web.Parts;

/// <summary>A field of a <see cref="PostForm"/>: its label, its hint, what was typed, and what is wrong with it.
/// </summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>The JSON name that the service knows.</summary>
    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required string Label { get; set; }

    [Parameter] public string? Hint { get; set; }

    /// <summary>What stands there before anybody types.</summary>
    [Parameter] public string? Value { get; set; }

    [Parameter] public bool Required { get; set; }

    [CascadingParameter] private PostForm Form { get; set; } = null!;

    [Inject] private IStringLocalizer<Texts> Texts { get; set; } = null!;

    protected string Id => $"{Form.Name}-{Name}";

    /// <summary>What was typed, or what stands there before.</summary>
    protected string? Current => Form.Values.IsSent ? Form.Values[Name] : Value;

    protected string? Error =>
        Form.Problem?.Errors.TryGetValue(Name, out var errors) == true ? Texts.Field(errors[0]) : null;

    protected string? Invalid => Error is null ? null : "true";

    protected string? DescribedBy =>
        string.Join(
            ' ', new[] { Error is null ? null : $"{Id}-error", Hint is null ? null : $"{Id}-hint" }.OfType<string>())
            is { Length: > 0 } ids ? ids : null;

    protected override void OnInitialized() => Form.Add(Name);
}
