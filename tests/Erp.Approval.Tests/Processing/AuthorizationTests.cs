using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Processing;

/// <summary>Who may do what on approval-processing: one's own inbox, nobody else's. The row's "self" is the
/// approver.</summary>
[Collection(nameof(SharedSystem))]
public sealed class AuthorizationTests(ApprovalSystem system)
{
    private static AuthorizationTable Table(ApprovalSystem system) =>
        new AuthorizationTable()
            .Row(
                "GET /process/{approverId}",
                (p, _) => new($"/process/{p.Self}"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "GET /process/{approverId}/{requestId}",
                async (p, _) => new($"/process/{p.Self}/{await WaitingAsync(system, p)}"),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "POST /process/{approverId}/{requestId}",
                async (p, _) => new($"/process/{p.Self}/{await WaitingAsync(system, p)}", new { status = "approved" }),
                anonymous: 401,
                self: 200,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 403)
            .Row(
                "POST /process/{approverId}/{requestId}/hold",
                async (p, _) => new($"/process/{p.Self}/{await WaitingAsync(system, p)}/hold", new { }),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 200)
            .Row(
                "POST /process/compare",
                // Of requests that nobody has: what is compared is mended.
                (_, _) => new("/process/compare", new { after = long.MaxValue, steps = Array.Empty<object>() }),
                anonymous: 401,
                self: 403,
                other: 403,
                departmentManager: 403,
                otherManager: 403,
                hr: 403,
                service: 200)
            .WithDeadLetters(of: "approval-requests", nobody: "0-999999");

    public static TheoryData<string, As, int> Rows => Table(null!).Cases();

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Answers_what_the_table_says(string endpoint, As caller, int status) =>
        Table(system).AssertAnswerAsync(system, "processing-1", endpoint, caller, status);

    [Fact]
    public void The_table_has_every_endpoint() => Table(system).AssertComplete(system.ServicesOf("processing-1"));

    private static async Task<long> WaitingAsync(ApprovalSystem system, Actors people)
    {
        var id = await system.SubmitAsync(78, [people.Self]);
        await system.InInboxAsync(people.Self, id);
        return id;
    }
}
