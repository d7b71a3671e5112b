namespace Erp.Chaos.Faults;

/// <summary>Ends the server of the documents in order and starts it again with its data. It is not killed: the one that
/// stands in for MongoDB loses what it was told in the last second.</summary>
internal sealed class StopMongoDb : Fault
{
    public override string Name => "stop-mongodb";

    public override string What => "the server of the documents ends, and comes back after a few seconds with its data";

    public override TimeSpan Takes => TimeSpan.FromSeconds(20);

    public override string? Missing(ChaosApplication app) =>
        app.Mongo is null ? "the documents are in SQLite (--store mongodb)" : null;

    public override async Task ApplyAsync(ChaosApplication app, Random random, bool brief)
    {
        await app.Mongo!.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(brief ? 3 : 10));
        await app.Mongo.StartAsync();
    }
}
