using Erp.Contracts;

namespace Erp.Chaos.Faults;

/// <summary>The list.</summary>
public static class AllFaults
{
    /// <summary>Name of two faults at once, which the seed chooses.</summary>
    public const string PairName = "pair";

    /// <summary>Each by itself.</summary>
    public static IReadOnlyList<Fault> Single =>
        [new NoFault(), .. OfServices.SelectMany(kind => kind), .. Others, .. OfTheMachine];

    /// <summary>What tests have time for: each by itself as it is above, but those of single services, which come to
    /// all services at once.</summary>
    public static IReadOnlyList<InTurn> Turns =>
    [
        new("services-in-turn",
            [.. OfServices.Select(kind => new Together(kind.Key, [.. kind])), .. OfWholeServices, .. OfMessages]),
        new("kafka-in-turn", OfKafka),
        new("redis-in-turn", OfRedis),
        new("databases-in-turn", [.. OfDatabases, new KillEverything()]),
    ];

    private static ILookup<string, Fault> OfServices { get; } = Services.All
        .SelectMany(s => ((string, Fault)[])
        [
            ("kill", new KillReplicas(s, all: false)), ("kill-all", new KillReplicas(s, all: true)),
            ("roll", new RollingRestart(s)), ("hang", new HangReplica(s)),
        ])
        .ToLookup(f => f.Item1, f => f.Item2);

    private static IEnumerable<Fault> OfWholeServices => Services.All.Select(s => new ServiceAway(s));

    private static IReadOnlyList<Fault> OfMessages =>
        [new Repeat(late: false), new Repeat(late: true), new Poison(large: false), new Poison(large: true)];

    private static IReadOnlyList<Fault> OfKafka =>
    [
        new KillServer(Services.Kafka), new HangServer(Services.Kafka), new WipeKafka(),
        .. Topics.All.Select(t => new DeleteTopic(t.Name)), new KillBroker(), new RollBrokers(),
    ];

    private static IReadOnlyList<Fault> OfRedis =>
    [
        new KillServer(Services.Redis), new HangServer(Services.Redis), new FlushRedis(), new WipeRedis(),
        new OlderRedis(), new LoseRedisKeys(), new EvictingRedis(), new ReadOnlyRedis(),
    ];

    private static IReadOnlyList<Fault> OfDatabases =>
    [
        new KillServer(Services.MySql), new HangServer(Services.MySql), new ReadOnlyMySql(), new SwitchMySql(),
        new FailOverMySql(), new StopMongoDb(),
    ];

    private static IReadOnlyList<Fault> Others =>
        [.. OfWholeServices, .. OfMessages, .. OfKafka, .. OfRedis, .. OfDatabases, new KillEverything()];

    // Not among the tests: they take longer to be over, or something special of the machine.
    private static IReadOnlyList<Fault> OfTheMachine { get; } =
    [
        .. Services.Servers.Select(s => new SlowServer(s)), .. Services.All.Select(s => new WrongClock(s)),
        new FullDisk(),
    ];

    /// <summary>The fault of this name, or those of several with a plus between them; null when there is
    /// none.</summary>
    public static Fault? Find(string name, int seed)
    {
        if (name == PairName) return PairOf(seed);
        if (!name.Contains('+'))
            return Single.Concat(Turns).Concat(Turns.SelectMany(t => t.Faults)).FirstOrDefault(f => f.Name == name);
        var several = name.Split('+').Select(one => Find(one, seed)).ToList();
        return several.Contains(null) ? null : new Together(name, [.. several.OfType<Fault>()]);
    }

    /// <summary>Two that can be at once: not two of one server or service, nor one that is everything.</summary>
    private static Together PairOf(int seed)
    {
        Fault[] candidates =
        [
            .. Single.Except(OfTheMachine).Where(f => f is not
                (NoFault or KillEverything or DeleteTopic or BrokerFault or StandbyFault or Poison)),
        ];
        var random = new Random(seed);
        var one = candidates[random.Next(candidates.Length)];
        Fault[] others = [.. candidates.Where(f => Subject(f) != Subject(one))];
        var other = others[random.Next(others.Length)];
        return new($"{one.Name}+{other.Name}", one, other);
    }

    private static string Subject(Fault fault) =>
        fault is Repeat
            ? Services.Kafka
            : ((string[])[.. Services.All, .. Services.Servers]).FirstOrDefault(n => fault.Name.Contains(n)) ?? "redis";
}
