using Erp.Api.Json;
using Erp.Contracts;
using Erp.Employee.Access;
using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Employees;

/// <summary>A row of <c>employees</c>.</summary>
internal sealed record EmployeeRow(
    long Id, string Name, string Email, string Department, string Position, string Role, bool Active, int Version,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, long? DeputyId, DateOnly? DeputyFrom, DateOnly? DeputyUntil,
    string? MailTypes)
{
    public const string Columns =
        "id AS Id, name AS Name, email AS Email, department AS Department, position AS Position, role AS Role, "
        + "active AS Active, version AS Version, created_at AS CreatedAt, "
        // Rows from before changes were published have no time of their last one.
        + "COALESCE(changed_at, deactivated_at, created_at) AS ChangedAt, "
        + "deputy_id AS DeputyId, deputy_from AS DeputyFrom, deputy_until AS DeputyUntil, "
        + "mail_types AS MailTypes";

    /// <summary>Who decides for them, now, later or once; null when nobody was named.</summary>
    public Deputy? Deputy => DeputyId is { } deputy ? new(deputy, DeputyFrom!.Value, DeputyUntil!.Value) : null;

    public string[] MailTypesWanted => MailTypes?.Split(',') ?? [];

    public EmployeeResponse ToResponse(EmailAccess emails) =>
        new(
            Id,
            Name,
            emails.Includes(this) ? Email : null,
            Department,
            Position,
            EnumNames.Parse<Role>(Role),
            Active,
            Version,
            CreatedAt);
}
