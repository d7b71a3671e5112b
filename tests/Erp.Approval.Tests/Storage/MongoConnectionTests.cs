using System.Net;
using Erp.Approval.Requests.Storage.MongoDb;
using Erp.ServiceDefaults.Errors;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;

namespace Erp.Approval.Tests.Storage;

/// <summary>What the store makes of its connection string and of the driver's exceptions; needs no server.</summary>
public sealed class MongoConnectionTests
{
    private static readonly ConnectionId Connection =
        new(new ServerId(new ClusterId(1), new DnsEndPoint("mongodb", 27017)));

    [Theory]
    [InlineData("mongodb://")]
    [InlineData("mongodb://host:port/erp")]
    [InlineData("mongodb://host/erp?connectTimeoutMS=soon")]
    public void What_is_no_uri_is_refused_by_name(string uri)
    {
        var refused = Assert.Throws<ArgumentException>(() => new MongoApprovalStore(uri));

        Assert.Contains("ConnectionStrings:mongodb", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_wait_for_a_majority_and_nobody_waits_for_minutes_whatever_the_uri_leaves_out()
    {
        using var store =
            new MongoApprovalStore("mongodb://erp:p%40ss@127.0.0.1:1/approvals_db?w=1&connectTimeoutMS=700");
        var settings = store.Database.Client.Settings;

        Assert.Equal("approvals_db", store.Database.DatabaseNamespace.DatabaseName);
        Assert.Equal(
            WriteConcern.WMajority.With(wTimeout: TimeSpan.FromSeconds(5)), store.Database.Settings.WriteConcern);
        Assert.Equal(
            [0.7, 3, 10, 10],
            new[]
            {
                settings.ConnectTimeout, settings.ServerSelectionTimeout, settings.SocketTimeout,
                settings.WaitQueueTimeout,
            }.Select(t => t.TotalSeconds));
    }

    [Fact]
    public void Without_a_database_in_the_uri_it_is_erp()
    {
        using var store = new MongoApprovalStore("mongodb://127.0.0.1:1");

        Assert.Equal("erp", store.Database.DatabaseNamespace.DatabaseName);
    }

    [Fact]
    public async Task Where_nobody_listens_the_store_is_away()
    {
        using var store = new MongoApprovalStore("mongodb://127.0.0.1:1/erp?serverSelectionTimeoutMS=200");

        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.InitializeAsync(CancellationToken.None));
        await Assert.ThrowsAsync<DependencyUnavailableException>(() => store.PingAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(50, true)] // time limit
    [InlineData(189, true)] // primary stepped down
    [InlineData(11600, true)] // shutting down
    [InlineData(2, false)] // bad value
    [InlineData(13, false)] // unauthorized
    [InlineData(11000, false)] // duplicate key
    public void A_refusal_by_the_server_is_passed_on_unless_it_is_about_its_state(int code, bool away) =>
        Assert.Equal(
            away,
            MongoConnection.IsAway(new MongoCommandException(Connection, "refused", [], new BsonDocument(
                "code", code))));

    [Fact]
    public void A_write_that_no_majority_took_in_time_and_a_lost_connection_are_away()
    {
        Assert.True(MongoConnection.IsAway(new MongoWriteConcernException(
            Connection, "waiting for replication timed out", new WriteConcernResult([]))));
        Assert.True(MongoConnection.IsAway(new MongoConnectionException(Connection, "reset by peer")));
        Assert.True(MongoConnection.IsAway(new TimeoutException()));
        Assert.False(MongoConnection.IsAway(new FormatException()));
    }
}
