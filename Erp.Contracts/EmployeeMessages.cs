namespace Erp.Contracts;

/// <summary><c>employee-changes</c>, key: the employee's id. What this person is since a change; people who have left
/// stay, inactive.</summary>
/// <param name="Role"><c>STAFF</c>, <c>MANAGER</c> or <c>HR</c>.</param>
/// <param name="Version">Grows with every change: the highest one is the present.</param>
public sealed record EmployeeChanged(
    long EmployeeId, string Name, string Department, string Position, string Role, bool Active,
    DateTimeOffset ChangedAt, long Version);

/// <summary><c>employee-changes</c>, key <see cref="Key"/>: everybody had been published when this was. Who has read
/// this, and the topic to its end, knows all people.</summary>
/// <param name="Count">How many they were, those who have left included.</param>
public sealed record EmployeesPublished(long Count, DateTimeOffset PublishedAt)
{
    /// <summary>No employee's id.</summary>
    public const string Key = "published";
}
