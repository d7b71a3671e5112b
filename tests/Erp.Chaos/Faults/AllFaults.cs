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

    /// <summary>Each by itself, but those that are the same of every service at once: what tests have time
    /// for.</summary>
    public static IReadOnlyList<Fault> Brief =>
    [
        new NoFault(),
        .. OfServices.Select(kind => new Together(kind.Key, [.. kind])),
        .. Others,
    ];

    private static ILookup<string, Fault> OfServices { get; } = Services.All
        .SelectMany(s => ((string, Fault)[])
        [
            ("kill", new KillReplicas(s, all: false)), ("kill-all", new KillReplicas(s, all: true)),
            ("roll", new RollingRestart(s)), ("hang", new HangReplica(s)),
        ])
        .ToLookup(f => f.Item1, f => f.Item2);

    private static IReadOnlyList<Fault> Others { get; } =
    [
        .. Services.All.Select(s => new ServiceAway(s)),
        .. Services.Servers.Select(s => new KillServer(s)), .. Services.Servers.Select(s => new HangServer(s)),
        new WipeKafka(), .. Topics.All.Select(t => new DeleteTopic(t.Name)),
        new Poison(large: false), new Poison(large: true), new Twice(),
        new FlushRedis(), new WipeRedis(), new OlderRedis(), new LoseRedisKeys(), new EvictingRedis(),
        new ReadOnlyRedis(),
        new ReadOnlyMySql(),
        new StopMongoDb(),
        new KillEverything(),
    ];

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
        if (!name.Contains('+')) return Single.Concat(Brief).FirstOrDefault(f => f.Name == name);
        var several = name.Split('+').Select(one => Find(one, seed)).ToList();
        return several.Contains(null) ? null : new Together(name, [.. several.OfType<Fault>()]);
    }

    /// <summary>Two that can be at once: not two of one server or service, nor one that is everything.</summary>
    private static Together PairOf(int seed)
    {
        Fault[] candidates =
        [
            .. Single.Except(OfTheMachine).Where(f => f is not (NoFault or KillEverything or DeleteTopic or Poison)),
        ];
        var random = new Random(seed);
        var one = candidates[random.Next(candidates.Length)];
        Fault[] others = [.. candidates.Where(f => Subject(f) != Subject(one))];
        var other = others[random.Next(others.Length)];
        return new($"{one.Name}+{other.Name}", one, other);
    }

    private static string Subject(Fault fault) =>
        fault is Twice
            ? Services.Kafka
            : ((string[])[.. Services.All, .. Services.Servers]).FirstOrDefault(n => fault.Name.Contains(n)) ?? "redis";
}
