namespace Erp.Contracts;

/// <summary><c>employee-changes</c>, key: the employee's id. What this person is since a change; people who have left
/// stay, inactive.</summary>
/// <param name="Role"><c>STAFF</c>, <c>MANAGER</c> or <c>HR</c>.</param>
/// <param name="Version">Grows with every change: the highest one is the present.</param>
/// <param name="Deputy">Who decides for them, now or later; null when nobody does.</param>
/// <param name="MailTypes">Types of notifications that they want by mail; null for none.</param>
public sealed record EmployeeChanged(
    long EmployeeId, string Name, string Department, string Position, string Role, bool Active,
    DateTimeOffset ChangedAt, long Version, Deputy? Deputy = null,
    IReadOnlyList<string>? MailTypes = null);

/// <summary>Who decides for somebody who is away.</summary>
/// <param name="EmployeeId">The deputy.</param>
/// <param name="From">First day, in the company's calendar.</param>
/// <param name="Until">Last day.</param>
public sealed record Deputy(long EmployeeId, DateOnly From, DateOnly Until);

/// <summary><c>employee-changes</c>, key <see cref="Key"/>: everybody had been published when this was. Who has read
/// this, and the topic to its end, knows all people.</summary>
/// <param name="Count">How many they were, those who have left included.</param>
public sealed record EmployeesPublished(long Count, DateTimeOffset PublishedAt)
{
    /// <summary>No employee's id.</summary>
    public const string Key = "published";
}
