using Erp.Contracts;
using Erp.ServiceDefaults.Auth;

namespace Erp.People;

/// <summary>What a person is now; people who have left stay, inactive.</summary>
/// <param name="Version">Grows with every change.</param>
/// <param name="Deputy">Who decides for them, now or later; <see cref="PeopleView.DeputyOf"/> says who on a
/// day.</param>
/// <param name="MailTypes">Types of notifications that they want by mail; null for none.</param>
public sealed record Person(
    long Id, string Name, string Department, string Position, Role Role, bool Active, long Version,
    Deputy? Deputy = null, IReadOnlyList<string>? MailTypes = null);
