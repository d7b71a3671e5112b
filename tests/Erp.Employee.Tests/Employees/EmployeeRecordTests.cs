using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Employees;

[Collection(EmployeeTests.Name)]
public sealed class EmployeeRecordTests(EmployeeFixture erp)
{
    private static object Body(
        string email, string? name = null, string department = "Sales", string position = "Clerk",
        string role = "STAFF") =>
        new { name = name ?? "Kim Minji", email, department, position, role };

    private static string Email() => EmployeeFixture.Unique("mail").Replace(' ', '.') + "@example.com";

    [Fact]
    public async Task A_new_employee_is_201_with_location_and_this_years_leave()
    {
        var email = Email();
        using var response = await erp.Hr.PostAsync("/employees", Body(email, "  김민지 🙂 "));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var created = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal($"/employees/{created["id"]}", response.Headers.Location!.ToString());
        Assert.Equal("김민지 🙂", (string)created["name"]!);
        Assert.Equal("STAFF", (string)created["role"]!);
        Assert.EndsWith("Z", (string)created["createdAt"]!, StringComparison.Ordinal);

        var read = await erp.Hr.GetAsync(response.Headers.Location).OkAsync();
        Assert.True(JsonNode.DeepEquals(created, read), read.ToJsonString());
        Assert.Equal(15m, await erp.RemainingAsync((long)created["id"]!));
    }

    [Fact]
    public async Task An_email_address_belongs_to_one_employee_whatever_its_case()
    {
        var email = Email();
        await erp.Hr.PostAsync("/employees", Body(email)).CreatedAsync();
        await erp.Hr.PostAsync("/employees", Body(email.ToUpperInvariant())).RefusedAsync(409, "email_taken");
        var other = await erp.HireAsync();
        await erp.Hr.PutAsync($"/employees/{other.Id}", Body(email)).RefusedAsync(409, "email_taken");
    }

    [Fact]
    public async Task Who_left_keeps_the_email_address_and_whoever_wants_it_is_told_so()
    {
        var email = Email();
        var left = (long)(await erp.Hr.PostAsync("/employees", Body(email)).CreatedAsync())["id"]!;
        await erp.Hr.DeleteAsync($"/employees/{left}");
        using var refused = await erp.Hr.PostAsync("/employees", Body(email.ToUpperInvariant()));
        Assert.Equal("email_taken", await BadInput.AssertProblemAsync(refused));
        Assert.Contains(
            $"Employee {left}, who has left,", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_email_address_20_times_at_once_makes_one_employee()
    {
        var email = Email();
        var statuses = await Calls.AtOnceAsync(20, _ => erp.Hr.PostAsync("/employees", Body(email)));
        Assert.Equal(1, statuses.Count(s => s == 201));
        Assert.Equal(19, statuses.Count(s => s == 409));
    }

    [Fact]
    public async Task The_list_is_paged_by_id_and_filtered_by_department_and_position()
    {
        var department = EmployeeFixture.Unique("List");
        var people = new List<Person>();
        for (var i = 0; i < 5; i++) people.Add(await erp.HireAsync(department));

        var first = await erp.Hr.GetAsync($"/employees?department={department}&limit=2").OkAsync();
        var second =
            await erp.Hr.GetAsync($"/employees?department={department}&limit=2&after={first["next"]}").OkAsync();
        var third =
            await erp.Hr.GetAsync($"/employees?department={department}&limit=2&after={second["next"]}").OkAsync();
        Assert.Null(third["next"]);
        Assert.Equal(
            people.Select(p => p.Id),
            new[] { first, second, third }.SelectMany(p => p["items"]!.AsArray()).Select(e => (long)e!["id"]!));

        Assert.Equal(5, (await erp.Hr.ItemsAsync($"/employees?department={department}&position=Engineer")).Count);
        Assert.Empty(await erp.Hr.ItemsAsync($"/employees?department={department}&position=engineer"));
        await erp.Hr.GetAsync($"/employees?department={new string('x', 101)}").RefusedAsync(400, "validation_failed");
    }

    [Fact]
    public async Task A_manager_sees_the_team_of_their_own_department()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var member = await erp.HireAsync(manager.Department);
        var team = await manager.Client.ItemsAsync("/employees/team");
        Assert.Equal([manager.Id, member.Id], team.Select(e => (long)e!["id"]!));
        await manager.Client.GetAsync("/employees/team?department=Other").RefusedAsync(403, "forbidden");
        Assert.Equal(2, (await erp.Hr.ItemsAsync($"/employees/team?department={manager.Department}")).Count);
    }

    [Fact]
    public async Task Everybody_looks_up_many_at_once_and_unknown_ones_are_left_out()
    {
        var (one, two) = (await erp.HireAsync(), await erp.HireAsync(role: "MANAGER"));
        await erp.Hr.DeleteAsync($"/employees/{one.Id}");
        foreach (var client in new[] { erp.Service, (await erp.HireAsync()).Client })
        {
            var ids = $"{two.Id},{one.Id},99999999,{one.Id}";
            var found = (await client.GetFromJsonAsync<JsonArray>($"/employees/lookup?ids={ids}"))!;
            Assert.Equal(
                [(one.Id, false, "STAFF"), (two.Id, true, "MANAGER")],
                found.Select(e => ((long)e!["id"]!, (bool)e["active"]!, (string)e["role"]!)));
            Assert.Equal(
                ["id", "name", "department", "position", "role", "active"], found[0]!.AsObject().Select(f => f.Key));
        }
        foreach (
            var bad in new[] { "", "1,", "a", "-1", string.Join(',', Enumerable.Range(1, 51)), "99999999999999999999" })
            await erp.Service.GetAsync($"/employees/lookup?ids={bad}").RefusedAsync(400, "invalid_ids");
        await erp.Service.GetAsync("/employees/lookup").RefusedAsync(400, "missing_parameter");
    }

    [Fact]
    public async Task Everybody_reads_their_own_record_and_who_has_none_is_told_so()
    {
        var person = await erp.HireAsync();
        using var me = await person.Client.GetAsync("/employees/me");
        Assert.NotNull(me.Headers.ETag);
        Assert.Equal(
            await person.Client.GetStringAsync($"/employees/{person.Id}"), await me.Content.ReadAsStringAsync());
        await erp.As(99_999_999).GetAsync("/employees/me").RefusedAsync(404, "employee_not_found");
    }

    [Fact]
    public async Task An_email_address_is_for_oneself_the_managers_of_the_department_and_HR()
    {
        var person = await erp.HireAsync();
        var (manager, stranger) = (await erp.HireAsync(person.Department, "MANAGER"), await erp.HireAsync());
        var otherManager = await erp.HireAsync(role: "MANAGER");
        // Of the same department, but no manager.
        var colleague = await erp.HireAsync(person.Department);
        async Task<bool[]> SeesAsync(HttpClient client) =>
        [
            (await client.GetAsync($"/employees/{person.Id}").OkAsync())["email"] is not null,
            (await client.ItemsAsync($"/employees?department={person.Department}"))
                .Single(e => (long)e!["id"]! == person.Id)!["email"] is not null,
        ];
        foreach (var client in new[] { person.Client, manager.Client, erp.Hr })
            Assert.All(await SeesAsync(client), Assert.True);
        foreach (var client in new[] { colleague.Client, stranger.Client, otherManager.Client })
            Assert.All(await SeesAsync(client), Assert.False);
        Assert.Null((await erp.Service.GetAsync($"/employees/{person.Id}").OkAsync())["email"]);
        Assert.NotNull((await manager.Client.ItemsAsync("/employees/team"))[0]!["email"]);
    }

    [Fact]
    public async Task An_update_replaces_and_refuses_an_old_version()
    {
        var person = await erp.HireAsync();
        var url = $"/employees/{person.Id}";
        using var read = await erp.Hr.GetAsync(url);
        async Task<HttpResponseMessage> Put(string? ifMatch, string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, url)
            {
                Content = JsonContent.Create(Body($"{name}{person.Id}@example.com", name)),
            };
            if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            return await erp.Hr.SendAsync(request);
        }
        var first = await Put(read.Headers.ETag!.Tag, "First").OkAsync();
        Assert.Equal(("First", 2), ((string)first["name"]!, (int)first["version"]!));
        await Put(read.Headers.ETag!.Tag, "Second").RefusedAsync(412, "changed_meanwhile");
        await Put("not an etag", "Second").RefusedAsync(400, "invalid_if_match");
        Assert.Equal("Third", (string)(await Put(null, "Third").OkAsync())["name"]!);
    }

    [Fact]
    public async Task A_manager_changes_names_and_positions_of_others_in_the_department_and_nothing_else()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var member = await erp.HireAsync(manager.Department);
        var row = await erp.Hr.GetAsync($"/employees/{member.Id}").OkAsync();
        object With(string? department = null, string role = "STAFF") =>
            new
            {
                name = "New Name", email = (string)row["email"]!, department = department ?? member.Department,
                position = "Lead", role,
            };
        Assert.Equal(
            "Lead", (string)(await manager.Client.PutAsync($"/employees/{member.Id}", With()).OkAsync())["position"]!);
        await manager.Client.PutAsync($"/employees/{member.Id}", With(role: "HR")).RefusedAsync(403, "forbidden");
        await manager.Client.PutAsync(
            $"/employees/{member.Id}", With(department: "Elsewhere")).RefusedAsync(403, "forbidden");
        await manager.Client.PutAsync($"/employees/{manager.Id}", With(role: "HR")).RefusedAsync(403, "forbidden");
    }

    [Fact]
    public async Task Who_left_is_out_of_the_lists_but_stays_readable_with_the_history()
    {
        var person = await erp.HireAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await erp.Hr.DeleteAsync($"/employees/{person.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await erp.Hr.DeleteAsync($"/employees/{person.Id}")).StatusCode);
        Assert.False((bool)(await erp.Hr.GetAsync($"/employees/{person.Id}").OkAsync())["active"]!);
        Assert.Empty(await erp.Hr.ItemsAsync($"/employees?department={person.Department}"));
        Assert.Equal(15m, await erp.RemainingAsync(person.Id));
        await erp.Hr.PutAsync($"/employees/{person.Id}", Body(Email())).RefusedAsync(409, "employee_inactive");
        // By this replica at once, before any message has gone anywhere.
        await person.Client.GetAsync($"/employees/{person.Id}").RefusedAsync(401, "employee_inactive");
        await erp.Hr.DeleteAsync("/employees/99999999").RefusedAsync(404, "employee_not_found");
        await erp.Hr.GetAsync("/employees/99999999").RefusedAsync(404, "employee_not_found");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        using var response = await erp.Hr.PostAsync("/employees",
            new { name = new string('x', 101), email = "nobody", department = " ", position = "a\nb", role = "HR" });
        Assert.Equal("validation_failed", await BadInput.AssertProblemAsync(response));
        var errors = (await response.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Equal(["department", "email", "name", "position"], errors.Select(e => e.Key));
    }
}
