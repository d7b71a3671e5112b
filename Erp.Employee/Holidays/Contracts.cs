using Erp.Api.Validation;

namespace Erp.Employee.Holidays;

/// <summary>A day on which the company does not work.</summary>
/// <param name="Date">From 2000 to 2100.</param>
/// <param name="Name">1 to 100 characters.</param>
public sealed record Holiday([Years(2000, 2100)] DateOnly Date, [Line(100)] string Name);

/// <summary>What an import did.</summary>
/// <param name="Year">Its holidays were taken, others left out.</param>
/// <param name="Added">Days that are new.</param>
/// <param name="AlreadyThere">Days that were holidays before; they keep their names.</param>
public sealed record HolidaysImported(int Year, int Added, int AlreadyThere);

/// <summary>The holidays of a year, by date.</summary>
public sealed record HolidaysOfYear(int Year, IReadOnlyList<Holiday> Items);
