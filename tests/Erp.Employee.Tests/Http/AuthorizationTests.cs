using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

/// <summary>Every endpoint × every caller. The other employee is of the same department.</summary>
[Collection(EmployeeTests.Name)]
public sealed class AuthorizationTests(EmployeeFixture erp, ITestOutputHelper output)
{
    public static TheoryData<string, As, int> Cases => EmployeeAuthorization.Table(null!).Cases();

    [Theory, MemberData(nameof(Cases))]
    public async Task Answers_what_the_table_says(string endpoint, As caller, int status)
    {
        var self = await erp.HireAsync();
        var people = new Actors(
            self.Id,
            (await erp.HireAsync(self.Department)).Id,
            (await erp.HireAsync(self.Department, "MANAGER")).Id,
            (await erp.HireAsync(role: "MANAGER")).Id,
            (await erp.HireAsync(role: "HR")).Id);
        using var response = await EmployeeAuthorization.Table(erp).SendAsync(erp.Anonymous, endpoint, caller, people);
        Assert.True(
            status == (int)response.StatusCode,
            $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (status >= 400)
            Assert.Equal(
                status switch { 401 => "unauthenticated", 403 => "forbidden", _ => "dead_letter_not_found" },
                await BadInput.AssertProblemAsync(response));
    }

    [Fact]
    public void Every_endpoint_has_a_row()
    {
        var table = EmployeeAuthorization.Table(erp);
        output.WriteLine(table.ToString());
        table.AssertComplete(erp.App.Services);
    }

    public static TheoryData<string, string> HostileTokens => Tokens.Hostile();

    [Theory, MemberData(nameof(HostileTokens))]
    public async Task A_token_that_is_not_good_is_401(string what, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/employees");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var response = await erp.Anonymous.SendAsync(request);
        Assert.True((int)response.StatusCode == 401, $"{what}: {(int)response.StatusCode}");
        Assert.Equal("unauthenticated", await BadInput.AssertProblemAsync(response, what));
    }

    [Fact]
    public async Task A_manager_who_left_manages_nobody()
    {
        var manager = await erp.HireAsync(role: "MANAGER");
        var member = await erp.HireAsync(manager.Department);
        await manager.Client.GetAsync($"/attendance/progress/{member.Id}").OkAsync();
        await erp.Hr.DeleteAsync($"/employees/{manager.Id}");
        await manager.Client.GetAsync($"/attendance/progress/{member.Id}").RefusedAsync(401, "employee_inactive");
    }
}
