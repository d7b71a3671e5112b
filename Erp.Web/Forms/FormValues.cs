using System.Globalization;
using Erp.Api.Errors;
using Erp.Web.Services;
using Microsoft.Extensions.Primitives;

namespace Erp.Web.Forms;

/// <summary>What somebody typed into a form, by the JSON names of the fields. All of it is text, so that what cannot be
/// read is shown again as it was typed.</summary>
public sealed class FormValues
{
    private IFormCollection? _form;
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <param name="form">What was sent; null when this form was not.</param>
    public FormValues(IFormCollection? form)
    {
        _form = form;
        Key = form?["key"] is { Count: 1 } key && Guid.TryParse(key, out _) ? key! : NewKey();
    }

    /// <summary>This form was sent.</summary>
    public bool IsSent => _form is not null;

    /// <summary>Tells this form from all others, also when it is sent twice: the services' idempotency key.</summary>
    public string Key { get; private set; }

    /// <summary>It is another form from now on, with the same values.</summary>
    public void RenewKey() => Key = NewKey();

    /// <summary>It has done what it was for, and stands there empty again.</summary>
    public void Clear()
    {
        _form = null;
        RenewKey();
    }

    /// <summary>What was typed; null when the form was not sent or has no such field.</summary>
    public string? this[string name] => All(name) is [var value, ..] ? value : null;

    /// <summary>All values of a field that has several.</summary>
    public StringValues All(string name) => _form?.TryGetValue(name, out var values) == true ? values : default;

    /// <summary>All numbers of a field, in their order; what is none is left out.</summary>
    public IReadOnlyList<long> Ids(string name) =>
        [.. All(name).Select(v => ParseId(v)).OfType<long>().Distinct()];

    /// <summary>Text without spaces around it; null when there is none.</summary>
    public string? Text(string name) =>
        this[name]?.Trim() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;

    /// <summary>Text, empty when there is none: the service says whether it has to be there.</summary>
    public string TextOrEmpty(string name) => Text(name) ?? "";

    /// <summary>A file that was chosen; null when there is none.</summary>
    public IFormFile? File(string name) => _form?.Files.GetFile(name);

    /// <summary>A day.</summary>
    public DateOnly Date(string name) =>
        DateOnly.TryParseExact(this[name]?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
            ? date
            : Refuse<DateOnly>(name, FieldErrors.NoDate);

    /// <summary>Days of leave.</summary>
    public decimal Days(string name) =>
        decimal.TryParse(this[name]?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days)
            ? days
            : Refuse<decimal>(name, FieldErrors.NoNumber);

    /// <summary>The number of a thing.</summary>
    public long Id(string name) => ParseId(this[name]) ?? Refuse<long>(name, FieldErrors.NoChoice);

    /// <summary>One of the values of an enum, by its name in JSON.</summary>
    public T Choice<T>(string name) where T : struct, Enum =>
        Erp.Api.Json.EnumNames.TryParse<T>(this[name], out var value) ? value : Refuse<T>(name, FieldErrors.NoChoice);

    /// <summary>Says what is wrong with a field.</summary>
    public T? Refuse<T>(string name, string error)
    {
        _errors[name] = [error];
        return default;
    }

    /// <summary>Goes on only when all fields could be read.</summary>
    /// <exception cref="ProblemException">With what is wrong, as a service would say it.</exception>
    public void Check()
    {
        if (_errors.Count == 0) return;
        throw new ProblemException(400, ErrorCodes.ValidationFailed, "")
        {
            Extensions = new Dictionary<string, object?> { [Problem.ErrorsMember] = _errors },
        };
    }

    private static string NewKey() => Guid.CreateVersion7().ToString();

    private static long? ParseId(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;
}
