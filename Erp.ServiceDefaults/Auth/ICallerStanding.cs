namespace Erp.ServiceDefaults.Auth;

/// <summary>What the people are now whose tokens say what they were when the token was made. Asked for every call, so
/// it answers from memory.</summary>
public interface ICallerStanding
{
    /// <summary>Somebody is known to have left; may be said again.</summary>
    event Action<long>? Left;

    /// <summary>Null for somebody who is not known here: then the token has the word.</summary>
    Standing? Of(long employeeId);
}

/// <summary>What somebody is now.</summary>
/// <param name="Active">False for who has left.</param>
/// <param name="Role">The present one.</param>
public readonly record struct Standing(bool Active, Role Role);
