using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>P7: with the component <c>tls</c> a client may do what its messages need, and nothing else.</summary>
public sealed class KafkaAccessTests
{
    /// <summary>Real brokers with the settings, rights and certificates of the production overlay, and the services'
    /// own programs with the variables of their pods.</summary>
    [Fact]
    public async Task Clients_do_what_the_model_says_and_are_refused_the_rest()
    {
        Requires.Time();
        Requires.Variable("KAFKA_HOME");
        Requires.Program("kubectl");
        await using var kafka = new KafkaProcesses(ProductionRequirements.Prod);
        await using var services = new ServicePrograms();
        await kafka.StartAllAsync();
        await services.StartAsync(kafka);
        await ServicesAtWork.Before_the_job_has_run_they_wait(kafka, services);

        Assert.NotEqual(0, kafka.TopicsJob().ExitCode);
        kafka.GiveRights();
        kafka.MakeTopics();
        await ServicesAtWork.They_do_all_that_they_have_to_and_are_refused_nothing(kafka, services);
        await KafkaRights.The_exporter_sees_every_group_and_every_end(kafka);
        await KafkaRights.Nobody_may_do_more(kafka);
    }

    /// <summary>A topic that a service's code names is one that the model gives it.</summary>
    [Theory]
    [InlineData("employee-service", "Erp.Employee")]
    [InlineData("approval-request-service", "Erp.Approval/Requests")]
    [InlineData("approval-processing-service", "Erp.Approval/Processing")]
    [InlineData("notification-service", "Erp.Notification")]
    public void The_model_names_the_topics_that_a_service_s_code_names(string service, string sources)
    {
        var code = string.Concat(
            Directory.EnumerateFiles(Repository.File(sources.Split('/')), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var rights = Rights(service).Where(r => !r.Topic.EndsWith(".dlq", StringComparison.Ordinal)).ToList();
        // Everybody reads this one, through Erp.People.
        var given = rights
            .Where(r => r.Operation == "Write" || r is { Operation: "Read", Topic: not "employee-changes" });
        // Groups stand there as well.
        Assert.Equal(Named(code, @"\bTopics\.(?!\w+Group\b)(\w+)"), given.Select(r => r.Topic).Distinct().Order());
        Assert.Equal(
            Named(code, @"AddKafkaConsumer<\w+>\(\s*Topics\.(\w+)\.Name").Append("employee-changes"),
            rights.Where(r => r.Operation == "Read").Select(r => r.Topic).Order());
    }

    /// <summary>ApprovalRequests is approval-requests.</summary>
    private static IEnumerable<string> Named(string code, string pattern) =>
        Regex.Matches(code, pattern)
            .Select(m => Regex.Replace(m.Groups[1].Value, "(?<!^)[A-Z]", "-$0").ToLowerInvariant()).Distinct().Order();

    [Fact]
    public void Brokers_are_the_only_ones_that_may_do_everything()
    {
        var settings = ProductionRequirements.Prod.One("StatefulSet", "kafka").Container.List("env")
            .ToDictionary(e => e.Text("name")!, e => e.Text("value"));
        Assert.Equal("User:kafka", settings["KAFKA_SUPER_USERS"]);
        Assert.Equal("false", settings["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"]);
        Assert.Equal(
            "kafka-broker-tls",
            Assert.Single(
                ProductionRequirements.Prod.Of("Certificate"), c => c.Text("spec", "commonName") == "kafka").Name);
    }

    private static IEnumerable<(string Operation, string Topic)> Rights(string client) =>
        from line in ProductionRequirements.Prod.One("Job", "kafka-topics").Pod.List("initContainers").Single()
            .List("args").Select(a => a.Text()!)
        where $"{line} ".Contains($"User:{client} ", StringComparison.Ordinal)
        from operation in Regex.Matches(line, @"--operation (\w+)").Select(m => m.Groups[1].Value)
        from topic in Regex.Matches(line, @"--topic (\S+)").Select(m => m.Groups[1].Value)
        select (operation, topic);
}
