using Erp.Api.Validation;

namespace Erp.Employee.Holidays;

/// <summary>A day on which the company does not work.</summary>
/// <param name="Date">From 2000 to 2100.</param>
/// <param name="Name">1 to 100 characters.</param>
public sealed record Holiday([Years(2000, 2100)] DateOnly Date, [Line(100)] string Name);

/// <summary>The holidays of a year, by date.</summary>
public sealed record HolidaysOfYear(int Year, IReadOnlyList<Holiday> Items);
