namespace Erp.Demo;

/// <summary>An employee of the demonstration company.</summary>
internal sealed record Employee(long Id, string Name, string Department, string Role)
{
    /// <summary>Who hires the first people.</summary>
    public static Employee Founder { get; } = new(1, "Founder", "People", "HR");
}
