using Erp.Contracts;

namespace Erp.Bench.Load;

/// <summary>People as employee-service tells of them, told without it.</summary>
internal static class Hired
{
    /// <summary>People with the numbers from one on.</summary>
    public static void Send(string servers, int people) => Records.Send(
        servers, Topics.EmployeeChanges.Name, Enumerable.Range(1, people).Select(id => (
            $"{id}",
            new EmployeeChanged(
                id, $"Person {id}", $"Department {id % 200}", $"Position {id % 50}", "STAFF", true,
                DateTimeOffset.UtcNow, 1))));
}
