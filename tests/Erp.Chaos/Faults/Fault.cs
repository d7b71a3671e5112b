namespace Erp.Chaos.Faults;

/// <summary>Harm that is done to the running application, and mended again.</summary>
public abstract class Fault
{
    /// <summary>As the command line knows it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a line.</summary>
    public abstract string What { get; }

    /// <summary>How long it lasts, so that enough people are hired.</summary>
    public virtual TimeSpan Takes => TimeSpan.FromSeconds(10);

    /// <summary>How many dead letters it leaves, which nothing else may.</summary>
    public virtual int DeadLetters => 0;

    /// <summary>Whether Redis loses data, after which notifications may come on sockets again.</summary>
    public virtual bool LosesRedis => false;

    /// <summary>What it needs and is not here; null when it can be.</summary>
    public virtual string? Missing(ChaosApplication app) => null;

    /// <summary>Looks around before the load begins.</summary>
    public virtual Task PrepareAsync(ChaosApplication app) => Task.CompletedTask;

    /// <summary>Does it; returns when the harm is over and what was taken away is back.</summary>
    /// <param name="brief">Half as long as is realistic, for tests.</param>
    public abstract Task ApplyAsync(ChaosApplication app, Random random, bool brief);

    /// <summary>One of several.</summary>
    protected static T OneOf<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
