using Erp.ServiceDefaults.Auth;

namespace Erp.Employee.Team;

/// <summary>Somebody of a department, as their manager sees them today.</summary>
/// <param name="Remaining">Days of this year's leave that are left.</param>
/// <param name="Pending">Days of it that are asked for and not decided yet; still part of
/// <paramref name="Remaining"/>.</param>
/// <param name="CheckInAt">When today's attendance began; null when it did not.</param>
/// <param name="CheckOutAt">When it ended; null until then.</param>
public sealed record TeamMember(
    long Id, string Name, string Position, Role Role, decimal Remaining, decimal Pending, DateTimeOffset? CheckInAt,
    DateTimeOffset? CheckOutAt);
