namespace Erp.Notification.Tests.Support;

/// <summary>Two replicas on one Redis and one Kafka, for all tests that do not take something away from them.</summary>
public sealed class TwoReplicas : Backing
{
    public RunningReplica First { get; private set; } = null!;

    public RunningReplica Second { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        (First, Second) = (both[0], both[1]);
        await EpochAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await base.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class Shared : ICollectionFixture<TwoReplicas>
{
    public const string Name = "two replicas";
}
