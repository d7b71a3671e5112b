using System.Collections.Concurrent;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.Storage;
using Erp.Approval.Requests.Storage.MongoDb;
using Erp.Approval.Tests.Support;
using Erp.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;

namespace Erp.Approval.Tests.Storage;

/// <summary>What is MongoDB's own: indexes, types, write concern, and a server that goes away.</summary>
public sealed class MongoStorageTests(MongoServer server) : IClassFixture<MongoServer>
{
    // The test server explains nothing, so what the driver sends is held against the rule: first what must be equal,
    // then what is sorted by, and nothing that neither the index nor its own condition has.
    [Fact]
    public async Task Every_query_has_its_index()
    {
        server.Require();
        var sent = new ConcurrentQueue<BsonDocument>();
        var uri = server.NewDatabase();
        var settings = MongoClientSettings.FromConnectionString(uri);
        settings.ClusterConfigurator = c =>
            c.Subscribe<CommandStartedEvent>(e => sent.Enqueue(e.Command.DeepClone().AsBsonDocument));
        using var store = new MongoApprovalStore(new MongoClient(settings).GetDatabase(new MongoUrl(uri).DatabaseName));
        await store.InitializeAsync(CancellationToken.None);
        var indexes =
            await (await store.Database.GetCollection<BsonDocument>("approvals").Indexes.ListAsync()).ToListAsync();
        sent.Clear();

        await AskEverythingAsync(store);

        var queries = sent.SelectMany(QueriesOf).ToList();
        Assert.True(queries.Count >= 10, $"{queries.Count} queries");
        Assert.All(
            queries,
            q => Assert.True(indexes.Exists(i => Serves(i, q.Filter, q.Sort)), $"{q.Filter} sorted by {q.Sort}"));
        var used = indexes.Where(i => queries.Exists(q => Serves(i, q.Filter, q.Sort))).Select(i => i["name"].AsString);
        Assert.Equal(indexes.Select(i => i["name"].AsString), used);
    }

    [Fact]
    public async Task Who_gives_up_in_the_middle_hears_that_it_is_stored()
    {
        server.Require();
        using var gone = new CancellationTokenSource();
        var uri = server.NewDatabase();
        var settings = MongoClientSettings.FromConnectionString(uri);
        settings.ClusterConfigurator = c => c.Subscribe<CommandStartedEvent>(e =>
        {
            if (e.Command.GetValue("insert", "") == "approvals") gone.Cancel();
        });
        using var store = new MongoApprovalStore(new MongoClient(settings).GetDatabase(new MongoUrl(uri).DatabaseName));
        await store.InitializeAsync(CancellationToken.None);

        var request = await store.InsertAsync(id => Make.Request(id), null, gone.Token);

        Assert.True(gone.IsCancellationRequested);
        Assert.NotNull(await store.FindAsync(request!.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Commands_of_a_request_are_in_its_trace()
    {
        server.Require();
        await using var collector = await OtlpCollector.StartAsync();
        await using var service = await TestService.StartAsync(
            b => b.AddApprovalStore(),
            app => app.MapGet(
                "/count", (IApprovalStore store) => store.MeasureDueAsync(DateTimeOffset.UtcNow, default)),
            [("ConnectionStrings:mongodb", server.NewDatabase()), .. collector.Settings]);
        using var someone = service.As(1);
        await Eventually.TrueAsync(
            async () => (await someone.GetAsync("/count")).IsSuccessStatusCode
                && collector.Received("/v1/traces").Contains("MongoDB.Driver", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_two_changes_of_one_version_one_is_refused()
    {
        server.Require();
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        var request = (await store.InsertAsync(id => Make.Request(id), null, CancellationToken.None))!;
        var first = (await store.FindAsync(request.Id, CancellationToken.None))!;
        var second = (await store.FindAsync(request.Id, CancellationToken.None))!;
        first.Approve(1);
        second.Reject(1);

        Assert.True(await store.ReplaceAsync(first, null, null, CancellationToken.None));
        Assert.False(await store.ReplaceAsync(second, null, null, CancellationToken.None));

        var stored = (await store.FindAsync(request.Id, CancellationToken.None))!;
        Assert.Equal(StepStatus.Approved, stored.Steps[0].Status);
    }

    private static async Task AskEverythingAsync(MongoApprovalStore store)
    {
        var none = CancellationToken.None;
        var request = (await store.InsertAsync(id => Make.Request(id), null, none))!;
        await store.ReplaceAsync(request, null, null, none);
        await store.ReplaceAsync(request, 1, null, none);
        await store.FindAsync(1, none);
        await store.FindByKeyAsync(1, "key", none);
        foreach (var before in (long?[])[null, 100])
        {
            foreach (var filter in (ApprovalFilter[])
                    [
                        new(),
                        new(RequesterId: 1),
                        new(ApproverId: 1),
                        new(DecidedBy: 1),
                        new(ReaderId: 1),
                        new(Status: FinalStatus.Approved),
                        new(Type: ApprovalType.Expense),
                        new(Stuck: true),
                        new(Title: ["new"]),
                        new(Title: ["chair", "new"]),
                        new(From: Make.Noon, Before: Make.Noon),
                    ])
                await store.ListAsync(filter, 10, before, none);
            await store.ListPendingAsync(1, 10, before, none);
            await store.ListUnconfirmedAsync("epoch", 10, before, none);
            await store.ListPendingStepsAsync(10, before, none);
        }
        await store.ListUpdatedAsync(Make.Noon, 0, 10, none);
        await store.ListToRemindAsync(Make.Noon, 1, 10, none);
        await store.ListDeductingAsync(10, none);
        await store.LeaseAsync(1, Make.Noon, Make.Noon.AddSeconds(30), none);
        await store.ListLeasesAsync([1, 2], none);
        await store.MeasureDueAsync(Make.Noon, none);
    }

    private static IEnumerable<(BsonDocument Filter, BsonDocument Sort)> QueriesOf(BsonDocument command)
    {
        var sort = command.GetValue("sort", new BsonDocument()).AsBsonDocument;
        return command[0] != "approvals" ? [] : command.GetElement(0).Name switch
        {
            "find" => [(command["filter"].AsBsonDocument, sort)],
            "findAndModify" => [(command["query"].AsBsonDocument, sort)],
            "count" => [(command["query"].AsBsonDocument, sort)],
            "aggregate" => [(command["pipeline"][0]["$match"].AsBsonDocument, sort)],
            "update" => command["updates"].AsBsonArray.Select(u => (u["q"].AsBsonDocument, sort)),
            _ => [],
        };
    }

    private static bool Serves(BsonDocument index, BsonDocument filter, BsonDocument sort)
    {
        var keys = index["key"].AsBsonDocument.Names.ToList();
        var partial = index.GetValue("partialFilterExpression", new BsonDocument()).AsBsonDocument;
        if (!partial.All(c => filter.TryGetValue(c.Name, out var given) && Implies(given, c.Value))) return false;

        // Alternatives narrow further what the rest of the filter finds; their fields must be in the index, too.
        var names = filter.SelectMany(f => f.Name == "$or"
            ? f.Value.AsBsonArray.SelectMany(alternative => alternative.AsBsonDocument.Names)
            : [f.Name]).ToList();
        // Of several values that an array has to have, the index finds one.
        var equal = filter
            .Where(f => f.Name != "$or" && (!f.Value.IsBsonDocument || f.Value.AsBsonDocument.Contains("$all")))
            .Select(f => f.Name).ToHashSet();
        // One document by its id needs nothing else.
        if (keys is ["_id"] && equal.Contains("_id")) return true;
        if (!equal.IsSubsetOf(keys) || !names.All(n => keys.Contains(n) || partial.Contains(n))) return false;
        var prefix = keys.TakeWhile(equal.Contains).Count();
        return sort.ElementCount > 0
            ? keys.Skip(prefix).Take(sort.ElementCount).SequenceEqual(sort.Names)
            : filter.Contains(keys[0]);
    }

    private static bool Implies(BsonValue given, BsonValue condition) =>
        condition.IsBsonDocument && condition.AsBsonDocument.Contains("$gt")
            ? given.IsBsonDocument
                ? given.AsBsonDocument.TryGetValue("$gt", out var bound) && bound >= condition["$gt"]
                : given > condition["$gt"]
            : given == condition;

    [Fact]
    public async Task Ids_are_64_bit_days_exact_times_dates_and_enums_names()
    {
        server.Require();
        using var store = new MongoApprovalStore(server.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        var request = Make.Request(long.MaxValue, type: ApprovalType.AnnualLeave, leaveDays: 0.5m);
        await store.InsertAsync(_ => request, null, CancellationToken.None);

        var stored =
            await store.Database.GetCollection<BsonDocument>("approvals").Find(new BsonDocument()).SingleAsync();

        Assert.Equal(
            (
                new BsonInt64(long.MaxValue), new BsonDecimal128(0.5m), new BsonDateTime(Make.Noon.UtcDateTime),
                "ANNUAL_LEAVE", "in_progress", "pending"),
            (
                stored["_id"], stored["leaveDays"], stored["createdAt"], stored["type"].AsString,
                stored["status"].AsString, stored["steps"][0]["status"].AsString));
        Assert.Equal(long.MaxValue, (await store.FindAsync(long.MaxValue, CancellationToken.None))!.Id);
    }

    [Fact]
    public async Task A_document_of_before_is_read_and_searched()
    {
        server.Require();
        using var store = new MongoApprovalStore(server.NewDatabase());
        var document = BsonDocument.Parse(
            DocumentOfBefore.WithReader(4).Replace("\"id\":", "\"_id\":", StringComparison.Ordinal));
        WithDates(document);
        document.Merge(BsonDocument.Parse(
            "{approverIds: [2, 3], pendingApproverId: 3, pendingEpoch: 'e', outboxDue: 1772452820000, leaseUntil: 0}"));
        await store.Database.GetCollection<BsonDocument>("approvals").InsertOneAsync(document);

        await store.InitializeAsync(CancellationToken.None);

        DocumentOfBefore.AssertRead(await store.FindAsync(DocumentOfBefore.Id, CancellationToken.None));
        Assert.Single(await store.ListAsync(new(Title: ["chair"]), 10, null, CancellationToken.None));
        Assert.Single(await store.ListToRemindAsync(DateTimeOffset.UtcNow, 1, 10, CancellationToken.None));
        Assert.Single(await store.ListAsync(new(ApproverId: 2), 10, null, CancellationToken.None));
        Assert.Single(await store.ListAsync(new(DecidedBy: 2), 10, null, CancellationToken.None));
        Assert.Single(await store.ListAsync(new(ReaderId: 4), 10, null, CancellationToken.None));

        static void WithDates(BsonDocument document)
        {
            foreach (var (name, value) in document.ToDictionary(e => e.Name, e => e.Value))
                if (value is BsonArray list) list.OfType<BsonDocument>().ToList().ForEach(WithDates);
                else if (value is BsonString text && DateTimeOffset.TryParse(text.Value, out var time))
                    document[name] = new BsonDateTime(time.UtcDateTime);
        }
    }

    [Fact]
    public async Task Data_survives_a_restart_and_an_absent_server_is_a_store_that_is_away()
    {
        server.Require();
        await using var own = new MongoServer();
        await own.InitializeAsync();
        using var store = new MongoApprovalStore(own.NewDatabase());
        await store.InitializeAsync(CancellationToken.None);
        Task<ApprovalRequest?> InsertAsync() => store.InsertAsync(i => Make.Request(i), null, CancellationToken.None);
        var id = (await InsertAsync())!.Id;

        await own.StopAsync();
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.FindAsync(id, CancellationToken.None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(InsertAsync);
        await own.StartAsync();

        var found = await Eventually.GetAsync(async () =>
        {
            try
            {
                return await store.FindAsync(id, CancellationToken.None);
            }
            catch (DependencyUnavailableException)
            {
                return null;
            }
        }, r => r is not null);
        Assert.Equal(id, found!.Id);
        Assert.True((await InsertAsync())!.Id > id);
    }
}
