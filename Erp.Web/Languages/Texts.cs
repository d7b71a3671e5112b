namespace Erp.Web.Languages;

/// <summary>The texts of all pages. Each stands in the pages in English, which is also its name; the other languages
/// are in <c>Texts.ko.resx</c> and so on.</summary>
public sealed class Texts;
