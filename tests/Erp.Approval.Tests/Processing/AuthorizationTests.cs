using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Processing;

/// <summary>Who may do what on approval-processing: one's own inbox, nobody else's. The row's "self" is the approver.</summary>
[Collection(nameof(SharedSystem))]
public sealed class AuthorizationTests(ApprovalSystem system)
{
    private static ApprovalSystem? _system;

    private static readonly AuthorizationTable Table = new AuthorizationTable()
        .Row("GET /process/{approverId}", (p, _) => new($"/process/{p.Self}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("GET /process/{approverId}/{requestId}", async (p, _) => new($"/process/{p.Self}/{await WaitingAsync(p)}"),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403)
        .Row("POST /process/{approverId}/{requestId}", async (p, _) => new($"/process/{p.Self}/{await WaitingAsync(p)}", new { status = "approved" }),
            anonymous: 401, self: 200, other: 403, departmentManager: 403, otherManager: 403, hr: 403, service: 403);

    public static TheoryData<string, As, int> Rows => Table.Cases();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Answers_what_the_table_says(string endpoint, As caller, int status)
    {
        _system = system;
        using var client = system.Client("processing-1", null);

        using var answer = await Table.SendAsync(client, endpoint, caller);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status >= 400) await BadInput.AssertProblemAsync(answer);
    }

    [Fact]
    public void The_table_has_every_endpoint() => Table.AssertComplete(system.ServicesOf("processing-1"));

    private static async Task<long> WaitingAsync(Actors people)
    {
        var id = await _system!.SubmitAsync(78, [people.Self]);
        await _system.InInboxAsync(people.Self, id);
        return id;
    }
}
