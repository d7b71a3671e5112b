using System.ComponentModel;

namespace Erp.ServiceDefaults.Auth;

/// <summary>What somebody is in the company; the <c>role</c> claim carries the upper-case name.</summary>
[Description("What somebody is in the company; the `role` claim carries the upper-case name.")]
public enum Role
{
    /// <summary>Acts for themselves.</summary>
    Staff,

    /// <summary>Also decides about the people of their own department.</summary>
    Manager,

    /// <summary>Human resources: acts for everybody.</summary>
    Hr,
}
