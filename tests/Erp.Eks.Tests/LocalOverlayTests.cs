using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>overlays/local, for kind or k3d: as kustomize renders it, without a cluster.</summary>
public sealed class LocalOverlayTests : IDisposable
{
    private static readonly string[] Databases = ["mysql", "redis", "mongodb"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void Nothing_of_it_needs_a_cloud()
    {
        var objects = Render();
        Assert.Empty(objects.Select(o => o.Kind).Intersect(
            ["TargetGroupBinding", "StorageClass", "HorizontalPodAutoscaler", "ExternalSecret"]));
        // A budget of one pod of one would keep its node from being drained.
        Assert.Equal(["kafka"], objects.Of("PodDisruptionBudget").Select(budget => budget.Name));
        // A domain of Amazon's, not a label that nobody reads there.
        Assert.DoesNotContain(objects.SelectMany(o => o.Scalars()),
            text => text.Contains("amazonaws.com", StringComparison.Ordinal)
                || text.Contains(".internal", StringComparison.Ordinal) || text == "gp3");
        var claims = objects.Of("StatefulSet").SelectMany(s => s.List("spec", "volumeClaimTemplates"));
        Assert.All(claims, claim => Assert.False(claim.Has("spec", "storageClassName")));
    }

    [Fact]
    public void It_has_one_pod_of_each_service_one_broker_and_the_databases()
    {
        var objects = Render();
        Assert.Equal(Published.Services.Order(), objects.Of("Deployment").Select(d => d.Name).Order());
        string[] stateful = ["kafka", .. Databases];
        Assert.Equal(stateful.Order(), objects.Of("StatefulSet").Select(s => s.Name).Order());
        Assert.All(objects.Where(o => o.Kind is "Deployment" or "StatefulSet"),
            workload => Assert.Equal(1, workload.Number("spec", "replicas")));
        Assert.All(objects.Of("Deployment"), d => Assert.Matches("^erp-[a-z]+:1.0.0$", d.Container.Text("image")));
    }

    [Fact]
    public void One_broker_keeps_one_copy_and_is_a_quorum()
    {
        var objects = Render();
        var broker = Variables(objects.One("StatefulSet", "kafka"));
        Assert.Matches(@"^0@kafka-0\.kafka-headless\.[^,]+$", broker["KAFKA_CONTROLLER_QUORUM_VOTERS"]);
        Assert.All(broker.Where(v => Regex.IsMatch(v.Key, "REPLICATION_FACTOR|MIN_ISR|MIN_INSYNC")),
            copies => Assert.Equal("1", copies.Value));
        var topics = Variables(objects.One("Job", "kafka-topics"));
        Assert.Equal("1 1 3",
            $"{topics["REPLICATION_FACTOR"]} {topics["MIN_INSYNC_REPLICAS"]} {topics["PARTITIONS"]}");
    }

    [Fact]
    public void Services_find_the_databases_and_sign_tokens_with_their_own_key()
    {
        var objects = Render();
        var config = objects.One("ConfigMap", "erp-config").Map("data");
        foreach (var database in Databases)
            Assert.Equal("None", objects.One("Service", database).Text("spec", "clusterIP"));
        Assert.Equal(("mysql", "redis"), (config["MYSQL_HOST"], config["REDIS_HOST"]));
        Assert.DoesNotContain("AUTH_AUTHORITY", config.Keys);
        Assert.All(objects.Of("Deployment"), deployment =>
        {
            var key = deployment.Container.List("env").Single(v => v.Text("name") == "Auth__SigningKey");
            Assert.Equal("AUTH_SERVICE_KEY", key.Text("valueFrom", "secretKeyRef", "key"));
            Assert.DoesNotContain(Variables(deployment).Keys, name => name is "Auth__Authority" or "Auth__ServiceKey");
        });
        var redis = Variables(objects.One("Deployment", "notification-service"))["ConnectionStrings__redis"];
        Assert.Contains("ssl=false", redis);
        Assert.Contains("noeviction", string.Join(' ', objects.One("StatefulSet", "redis").Scalars()));
    }

    [Fact]
    public void Every_key_that_something_reads_is_in_the_secret()
    {
        var objects = Render();
        var secret = objects.One("Secret", "erp-secret").Map("data").Keys;
        var read = objects.Where(o => o.Kind is "Deployment" or "StatefulSet" or "Job")
            .SelectMany(workload => workload.Container.List("env"))
            .Where(v => v.Has("valueFrom", "secretKeyRef")).Select(v => v.Text("valueFrom", "secretKeyRef", "key")!);
        Assert.Equal(secret.Order(), read.Distinct().Order());
    }

    [Fact]
    public void Passwords_are_made_once_and_nobody_else_knows_them()
    {
        string Values(string name)
        {
            var (exit, said) = AppHostProcess.Publish(_folder.File(name));
            Assert.True(exit == 0, said);
            return File.ReadAllText(_folder.File($"{name}/overlays/local/erp-secret.env"));
        }
        var first = Values("one");
        var password = Regex.Match(first, "^MYSQL_PASSWORD=([0-9a-f]{64})$", RegexOptions.Multiline).Groups[1].Value;
        Assert.Contains($"MONGODB_URI=mongodb://erp:{password}@mongodb:27017/", first);
        Assert.Equal(first, Values("one"));
        Assert.NotEqual(first, Values("two"));
    }

    private static IReadOnlyList<Doc> Render()
    {
        Requires.Program("kubectl");
        return Doc.Parse(Published.Render("overlays/local"));
    }

    private static Dictionary<string, string> Variables(Doc workload) => workload.Container.List("env")
        .Where(v => v.Has("value")).ToDictionary(v => v.Text("name")!, v => v.Text("value")!);
}
