namespace Erp.Demo;

/// <summary>Approvals in every state, decided through the approvers' own inboxes.</summary>
internal static class Approvals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Api api, Company company)
    {
        foreach (var department in company.Departments)
        {
            var (manager, hr) = (company.ManagerOf(department.Key), company.Hr);
            Employee[] approvers = manager == hr ? [hr, company.ManagerOf("Finance")] : [manager, hr];
            var staff = company.StaffOf(department.Key).ToList();

            var waiting = await RequestAsync(api, staff[0], "EXPENSE", "A standing desk", approvers);
            await api.PostAsync(
                approvers[0], Api.Requests, $"/approvals/{waiting}/comments", new { text = "Which height, please?" });
            await api.PostAsync(
                staff[0], Api.Requests, $"/approvals/{waiting}/comments", new { text = "65 to 130 cm." });

            var halfway = await RequestAsync(api, staff[1], "PROJECT", "A new customer portal", approvers);
            await DecideAsync(api, approvers[0], halfway, "approved", null);

            var approved = await RequestAsync(api, staff[2], "ANNUAL_LEAVE", "A week off", approvers);
            foreach (var approver in approvers) await DecideAsync(api, approver, approved, "approved", null);

            var rejected = await RequestAsync(api, staff[3], "EXPENSE", "A second espresso machine", approvers);
            await DecideAsync(api, approvers[0], rejected, "rejected", "The first one is new");

            var cancelled = await RequestAsync(api, staff[4], "GENERAL", "A desk by the window", approvers);
            await api.PostAsync(staff[4], Api.Requests, $"/approvals/{cancelled}/cancel", new { });
        }
        Console.WriteLine("Approvals in every state: waiting, half-way, approved, rejected, cancelled");
    }

    private static async Task<long> RequestAsync(
        Api api, Employee requester, string type, string title, Employee[] approvers)
    {
        var steps = approvers.Select((a, i) => new { step = i + 1, approverId = a.Id }).ToArray();
        object body = new { requesterId = requester.Id, title, content = "As discussed.", type, steps };
        if (type == "ANNUAL_LEAVE")
        {
            var start = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(60);
            var end = start.AddDays(6);
            // A week has working days, whatever its holidays are.
            var days = await api.GetAsync(
                requester, Api.Employees,
                $"/leaves/working-days?startDate={start:yyyy-MM-dd}&endDate={end:yyyy-MM-dd}");
            body = new
            {
                requesterId = requester.Id, title, content = "As discussed.", type, steps, startDate = start,
                endDate = end, leaveDays = days["days"]!.GetValue<decimal>(),
            };
        }
        return (await api.PostAsync(requester, Api.Requests, "/approvals", body))["requestId"]!.GetValue<long>();
    }

    /// <summary>Waits until the request has arrived in the inbox: it comes through Kafka.</summary>
    private static async Task DecideAsync(Api api, Employee approver, long request, string status, string? reason)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            var inbox = await api.GetAsync(approver, Api.Processing, $"/process/{approver.Id}?limit=200");
            if (inbox["items"]!.AsArray().Any(i => i!["requestId"]!.GetValue<long>() == request)) break;
            if (DateTime.UtcNow > end)
                throw new DemoException(
                    $"request {request} did not arrive in the inbox of employee {approver.Id} within "
                        + $"{Patience.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
        await api.PostAsync(
            approver, Api.Processing, $"/process/{approver.Id}/{request}",
            reason is null ? new { status } : new { status, reason } as object);
    }
}
