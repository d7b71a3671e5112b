using Erp.Chaos.Faults;
using Microsoft.Extensions.Configuration;

namespace Erp.Chaos.Running;

/// <summary>What the command line asks for; see <c>erp chaos</c>, which checks it.</summary>
internal sealed class ChaosOptions
{
    /// <summary>Names with commas between them; all when empty.</summary>
    public string Faults { get; set; } = "";

    /// <summary>Runs of each fault.</summary>
    public int Runs { get; set; } = 1;

    /// <summary>Of the first run; the others count on.</summary>
    public int Seed { get; set; } = 1;

    /// <summary><c>embedded</c>, <c>installed</c>, or <c>cluster</c>: three brokers of <c>KAFKA_HOME</c>.</summary>
    public string Kafka { get; set; } = "embedded";

    /// <summary>The document store: <c>sqlite</c>, or <c>mongodb</c>, the server of
    /// <c>MONGO_SERVER_HOME</c>.</summary>
    public string Store { get; set; } = "sqlite";

    /// <summary><c>single</c>, or <c>pair</c>: a writer with a standby.</summary>
    public string MySql { get; set; } = "single";

    /// <summary>As short as the tests.</summary>
    public bool Brief { get; set; }

    /// <summary>Only say which faults there are.</summary>
    public bool List { get; set; }

    /// <summary>The names of the wanted faults.</summary>
    public IReadOnlyList<string> Names => Faults.Length > 0
        ? Faults.Split(',')
        : [.. AllFaults.Single.Select(f => f.Name), AllFaults.PairName];

    public static ChaosOptions Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<ChaosOptions>() ?? new();
}
