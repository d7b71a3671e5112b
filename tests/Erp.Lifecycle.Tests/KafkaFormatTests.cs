using Erp.AppHost.Backing;
using Erp.TestSupport;

namespace Erp.Lifecycle.Tests;

/// <summary>The data folder of an installed Kafka.</summary>
public sealed class KafkaFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>One in sixty-four does, which looks like an option on a command line.</summary>
    [Fact]
    public async Task The_id_of_a_cluster_may_begin_with_a_dash()
    {
        Requires.Variable("KAFKA_HOME");

        await KafkaBacking.FormatAsync(
            Environment.GetEnvironmentVariable("KAFKA_HOME")!, _folder.Path, _folder.File("server.properties"),
            "-XJwLXRlc3QtY2x1c3Rlcg", CancellationToken.None);

        Assert.Contains(
            "cluster.id=-XJwLXRlc3QtY2x1c3Rlcg",
            await File.ReadAllTextAsync(_folder.File(Path.Combine("data", "meta.properties"))),
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete();
}
