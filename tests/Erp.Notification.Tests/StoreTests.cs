using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Notification.Tests.Support;
using Erp.TestSupport;

namespace Erp.Notification.Tests;

[Collection(Shared.Name)]
public class StoreTests(TwoReplicas replicas)
{
    [Fact]
    public async Task The_last_hundred_are_kept_newest_first_in_pages()
    {
        var employee = Backing.NewEmployee();
        for (var n = 1; n <= 105; n++) await replicas.First.SendAsync(employee, $"{n}");

        var texts = new List<string>();
        string? next = null;
        do
        {
            var page = await replicas.Second.PageAsync(employee, "?limit=40" + (next is null ? "" : $"&after={next}"));
            texts.AddRange(page["items"]!.AsArray().Texts());
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        Assert.Equal(Enumerable.Range(6, 100).Reverse().Select(n => $"{n}"), texts);
    }

    [Fact]
    public async Task Something_new_between_two_pages_moves_nothing()
    {
        var employee = Backing.NewEmployee();
        for (var n = 1; n <= 4; n++) await replicas.First.SendAsync(employee, $"{n}");
        var first = await replicas.First.PageAsync(employee, "?limit=2");
        await replicas.First.SendAsync(employee, "5");
        var second = await replicas.First.RecentAsync(employee, $"?limit=2&after={first["next"]}");
        Assert.Equal(["4", "3"], first["items"]!.AsArray().Texts());
        Assert.Equal(["2", "1"], second.Texts());
    }

    [Fact]
    public async Task Ids_rise_by_one_under_parallel_sends_through_both_replicas()
    {
        var employee = Backing.NewEmployee();
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            n => (n % 2 == 0 ? replicas.First : replicas.Second).SendAsync(employee, $"{n}")));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => ids.Min() + n), ids.Order());
    }

    [Fact]
    public async Task Read_is_read_on_every_replica_and_again_is_no_error()
    {
        var employee = Backing.NewEmployee();
        var (one, two) =
            (await replicas.First.SendAsync(employee, "one"), await replicas.First.SendAsync(employee, "two"));
        using var client = replicas.First.ClientFor(Tokens.User(employee));
        for (var n = 0; n < 2; n++)
            Assert.Equal(
                HttpStatusCode.NoContent, (await client.PutAsync($"/notifications/{one}/read", null)).StatusCode);

        var recent = await replicas.Second.RecentAsync(employee);
        Assert.Equal(
            [(two, false), (one, true)], recent.Select(n => (n!["id"]!.GetValue<long>(), n["read"]!.GetValue<bool>())));
    }

    [Fact]
    public async Task What_is_not_read_is_counted_on_every_page_and_all_of_it_can_be_marked_at_once()
    {
        var employee = Backing.NewEmployee();
        using var client = replicas.First.ClientFor(Tokens.User(employee));
        async Task<int> UnreadAsync()
        {
            var counted = await client.GetFromJsonAsync<JsonNode>($"/notifications/unread/{employee}");
            var listed = await replicas.Second.PageAsync(employee, "?limit=1");
            Assert.Equal((int)counted!["unread"]!, (int)listed["unread"]!);
            return (int)counted["unread"]!;
        }
        Task<HttpResponseMessage> ReadAsync(string what) => client.PutAsync($"/notifications/{what}", null);

        Assert.Equal(0, await UnreadAsync());
        var ids = new List<long>();
        foreach (var text in (string[])["one", "\"timestamp\":\"0\"}\n", "three", "four"])
            ids.Add(await replicas.First.SendAsync(employee, text));
        Assert.Equal(4, await UnreadAsync());
        for (var again = 0; again < 2; again++) await ReadAsync($"{ids[1]}/read");
        Assert.Equal(3, await UnreadAsync());
        await ReadAsync($"read-all?until={ids[2]}");
        Assert.Equal(1, await UnreadAsync());
        for (var again = 0; again < 2; again++)
            Assert.Equal(HttpStatusCode.NoContent, (await ReadAsync("read-all")).StatusCode);
        Assert.Equal(0, await UnreadAsync());
        await replicas.First.SendAsync(employee, "five");
        Assert.Equal(1, await UnreadAsync());
    }

    [Fact]
    public async Task Only_what_is_kept_is_counted()
    {
        var employee = Backing.NewEmployee();
        for (var n = 0; n < 105; n++) await replicas.First.SendAsync(employee, $"{n}");
        Assert.Equal(100, (int)(await replicas.First.PageAsync(employee))["unread"]!);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775807")]
    public async Task What_the_employee_does_not_have_cannot_be_read(string id)
    {
        using var client = replicas.First.ClientFor(Tokens.User(Backing.NewEmployee()));
        var response = await client.PutAsync($"/notifications/{id}/read", null);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("notification_not_found", await BadInput.AssertProblemAsync(response));
    }

    [Fact]
    public async Task Ones_own_list_is_ones_own()
    {
        var (one, other) = (Backing.NewEmployee(), Backing.NewEmployee());
        var id = await replicas.First.SendAsync(one, "private");
        foreach (var token in new[] { Tokens.User(other), Tokens.User(other, "MANAGER"), Tokens.User(other, "HR") })
        {
            using var client = replicas.First.ClientFor(token);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/notifications/recent/{one}")).StatusCode);
            Assert.Equal(
                HttpStatusCode.NotFound, (await client.PutAsync($"/notifications/{id}/read", null)).StatusCode);
        }
        Assert.False((await replicas.First.RecentAsync(one))[0]!["read"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_list_gets_one_each_and_sent_again_nothing_more()
    {
        var people = Enumerable.Range(0, 30).Select(_ => Backing.NewEmployee()).ToArray();
        using var client = replicas.First.ClientFor(Tokens.User(5, "HR"));
        var body = new
        {
            messageId = $"list-{people[0]}", type = "ANNOUNCEMENT", message = "Office closed on Friday",
            employeeIds = people,
        };
        var first = await (await client.PostAsJsonAsync(
            "/notifications/send", body)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>();
        var again = await (await client.PostAsJsonAsync(
            "/notifications/send", body)).EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>();

        Assert.Equal(first!.ToJsonString(), again!.ToJsonString());
        Assert.Equal(people, first["items"]!.AsArray().Select(i => i!["employeeId"]!.GetValue<long>()));
        foreach (var person in people) Assert.Single(await replicas.Second.RecentAsync(person));
    }

    [Fact]
    public async Task What_is_sent_is_on_the_topic_too_so_that_it_can_be_rebuilt()
    {
        var employee = Backing.NewEmployee();
        await replicas.First.SendAsync(employee, "kept twice", $"copy-{employee}");
        using var topic = new Topic(replicas.Kafka);
        Assert.True(topic.Has($"copy-{employee}"));
    }

    [Fact]
    public async Task A_created_notification_has_a_location_and_the_same_message_id_answers_200()
    {
        var employee = Backing.NewEmployee();
        using var client = replicas.First.ClientFor(Tokens.Service());
        var body = new
        {
            messageId = $"loc-{employee}", type = "LEAVE_STATUS_CHANGED", approvalId = (long?)null, status = "APPROVED",
            message = "Your leave is approved",
        };
        var created = await client.PostAsJsonAsync($"/notifications/send/{employee}", body);
        Assert.Equal(
            (HttpStatusCode.Created, $"/notifications/recent/{employee}"),
            (created.StatusCode, created.Headers.Location!.ToString()));
        Assert.Equal(
            HttpStatusCode.OK, (await client.PostAsJsonAsync($"/notifications/send/{employee}", body)).StatusCode);
    }
}
