using Erp.Chaos;
using Erp.Chaos.Faults;
using Erp.Chaos.Running;
using Erp.TestSupport;

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

var home = Environment.GetEnvironmentVariable("MONGO_SERVER_HOME");
if (options.Store == "mongodb" && string.IsNullOrEmpty(home))
{
    await Console.Error.WriteLineAsync(
        "erp: --store mongodb needs the environment variable MONGO_SERVER_HOME: the folder of a server that speaks "
            + "MongoDB's protocol.");
    return 1;
}

if (options.Kafka == "cluster" && !Requires.IsSet("KAFKA_HOME"))
{
    await Console.Error.WriteLineAsync(
        "erp: --kafka cluster needs the environment variable KAFKA_HOME: the folder of an Apache Kafka 4.");
    return 1;
}

await using var app = new ChaosApplication(
    options.Kafka == "cluster" ? "embedded" : options.Kafka,
    options.Store == "mongodb" ? new JavaMongoServer(home!) : null,
    options.Kafka == "cluster" ? new ApacheKafkaCluster() : null,
    options.MySql == "pair" ? new MariaDbPair() : null);
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
