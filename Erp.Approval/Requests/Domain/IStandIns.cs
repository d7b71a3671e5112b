namespace Erp.Approval.Requests.Domain;

/// <summary>What a request has to know of people at the moment in which a step's turn comes.</summary>
public interface IStandIns
{
    /// <summary>Who decides in this person's place today; null when nobody does.</summary>
    long? DeputyOf(long employeeId);

    /// <summary>Whether they have left the company, and can decide nothing any more.</summary>
    bool HasLeft(long employeeId);

    /// <summary>Who looks after what is stuck.</summary>
    IReadOnlyList<long> Hr();
}
