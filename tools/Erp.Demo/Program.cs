using Erp.Demo;
using Microsoft.Extensions.Configuration;

// Fills a fresh system with something to look at, through the services' own APIs. Run by the AppHost as `demo-data`.
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
try
{
    using var api = new Api(configuration);
    if (await Company.ExistsAsync(api))
    {
        Console.WriteLine("The demonstration company is here already: nothing to do.");
        return 0;
    }
    var company = await Company.HireAsync(api);
    await Calendar.FillAsync(api, company);
    await Attendance.RecordAsync(api, company);
    await Leaves.RequestAsync(api, company);
    await Quests.RunAsync(api, company);
    await Calendar.NameDeputiesAsync(api, company);
    await Approvals.RunAsync(api, company);
    Console.WriteLine($"Done: {company.Everybody.Count} employees in {company.Departments.Count} departments.");
    return 0;
}
catch (DemoException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
