using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

/// <summary>A comment that is sent again is said once.</summary>
[Collection(nameof(SharedSystem))]
public sealed class CommentTests(ApprovalSystem system)
{
    [Fact]
    public async Task The_same_key_and_text_say_it_once_also_many_at_once()
    {
        var requester = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(requester, [77]);

        var statuses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => CommentAsync(requester, id, "Ten would do.", "key-1")));
        var again = await CommentAsync(requester, id, "Ten would do.", "key-1");

        Assert.All(statuses.Append(again), answer => Assert.Equal(201, answer.Status));
        Assert.Equal(["Ten would do."], await CommentsAsync(requester, id));
    }

    [Fact]
    public async Task The_same_key_with_another_text_is_422()
    {
        var requester = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(requester, [77]);
        await CommentAsync(requester, id, "Ten.", "key-2");

        Assert.Equal((422, "idempotency_key_reused"), await CommentAsync(requester, id, "Nine.", "key-2"));
        Assert.Equal(["Ten."], await CommentsAsync(requester, id));
    }

    [Fact]
    public async Task Without_a_key_and_with_others_keys_everything_is_said()
    {
        var requester = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(requester, [77]);

        await CommentAsync(requester, id, "Ten.", null);
        await CommentAsync(requester, id, "Ten.", null);
        await CommentAsync(requester, id, "Ten.", "key-3");
        await CommentAsync(77, id, "Ten.", "key-3");

        Assert.Equal(4, (await CommentsAsync(requester, id)).Count);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("too-long")]
    public async Task A_bad_key_is_400(string key)
    {
        var requester = FakeEmployees.NewPerson();
        var id = await system.SubmitAsync(requester, [77]);

        var answer = await CommentAsync(requester, id, "Ten.", key == "too-long" ? new string('k', 201) : key);

        Assert.Equal((400, "validation_failed"), answer);
        Assert.Empty(await CommentsAsync(requester, id));
    }

    private async Task<(int Status, string? Code)> CommentAsync(long by, long requestId, string text, string? key)
    {
        using var client = system.Requests(by);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/approvals/{requestId}/comments")
        {
            Content = JsonContent.Create(new { text }),
        };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())?["code"]);
    }

    private async Task<IReadOnlyList<string>> CommentsAsync(long by, long requestId) =>
        [
            .. (await system.DetailAsync(by, requestId))["history"]!.AsArray()
                .Where(h => (string?)h!["action"] == "commented").Select(h => (string)h!["text"]!),
        ];
}
