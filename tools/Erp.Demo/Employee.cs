namespace Erp.Demo;

/// <summary>An employee of the demonstration company.</summary>
internal sealed record Employee(long Id, string Name, string Department, string Role)
{
    /// <summary>Who hires the first people, and is none of them: of somebody whom the services know, the present role
    /// counts.</summary>
    public static Employee Founder { get; } = new(1_000_000, "Founder", "People", "HR");
}
