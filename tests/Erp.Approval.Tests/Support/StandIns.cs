using Erp.Approval.Requests.Domain;

namespace Erp.Approval.Tests.Support;

/// <summary>Who is away, who has left, and who is HR, for tests of requests alone.</summary>
internal sealed class StandIns : IStandIns
{
    public static readonly StandIns None = new();

    public Dictionary<long, long> Deputies { get; init; } = [];

    public long[] Left { get; init; } = [];

    public long[] InHr { get; init; } = [];

    public long? DeputyOf(long employeeId) => Deputies.TryGetValue(employeeId, out var deputy) ? deputy : null;

    public bool HasLeft(long employeeId) => Left.Contains(employeeId);

    public IReadOnlyList<long> Hr() => InHr;
}
