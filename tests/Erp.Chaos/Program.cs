using Erp.Chaos;
using Erp.Chaos.Faults;
using Erp.Chaos.Running;

var options = ChaosOptions.Read(args);
if (options.List)
{
    Reports.List();
    return 0;
}
if (options.Names.FirstOrDefault(name => AllFaults.Find(name, options.Seed) is null) is { } unknown)
{
    await Console.Error.WriteLineAsync($"erp: there is no fault '{unknown}'; --list shows which there are.");
    return 1;
}

await using var app = new ChaosApplication(options.Kafka);
Console.WriteLine("Starting the application …");
await app.InitializeAsync();
var results = new List<RunResult>();
foreach (var name in options.Names)
{
    for (var run = 0; run < options.Runs; run++)
    {
        var seed = options.Seed + run;
        var fault = AllFaults.Find(name, seed)!;
        if (fault.Missing(app) is { } missing)
        {
            Console.WriteLine($"{fault.Name}: left out, {missing}.");
            break;
        }
        var result = await new ChaosRun(app, fault, seed, options.Brief).RunAsync();
        Reports.Run(result);
        results.Add(result);
    }
}
Reports.Table(results);
return results.All(r => r.Good) ? 0 : 1;
