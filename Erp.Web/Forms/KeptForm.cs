namespace Erp.Web.Forms;

/// <summary>A form that somebody sent, and that could not be taken: where to, and everything typed.</summary>
public sealed record KeptForm(string Action, IReadOnlyList<KeptField> Fields);

/// <summary>A field of a form; one that has several values is there several times.</summary>
public sealed record KeptField(string Name, string Value);
