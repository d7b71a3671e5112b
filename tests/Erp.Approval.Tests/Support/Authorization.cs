namespace Erp.Approval.Tests.Support;

/// <summary>What the authorization tests of both roles do with their table.</summary>
internal static class Authorization
{
    /// <summary>The caller gets this status from the endpoint of the replica, and problem details with a
    /// refusal.</summary>
    public static async Task AssertAnswerAsync(
        this AuthorizationTable table, ApprovalSystem system, string replica, string endpoint, As caller, int status)
    {
        using var client = system.Client(replica, null);

        using var answer = await table.SendAsync(client, endpoint, caller);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status >= 400) await BadInput.AssertProblemAsync(answer);
    }
}
