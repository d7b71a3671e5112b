using Microsoft.Extensions.Configuration;

namespace Erp.Bench;

/// <summary>What the command line asks for; see <c>erp bench</c>, which checks it.</summary>
internal sealed class BenchOptions
{
    /// <summary>Names of benchmarks with commas between them; all when empty.</summary>
    public string Names { get; set; } = "";

    /// <summary>Runs of each; the tables show medians.</summary>
    public int Runs { get; set; } = 3;

    /// <summary>How long a rate is held, in seconds.</summary>
    public int Seconds { get; set; } = 20;

    /// <summary>The root of the checkout that is measured.</summary>
    public string Root { get; set; } = "";

    /// <summary>Another checkout, built in Release, measured in turn with this one.</summary>
    public string Against { get; set; } = "";

    /// <summary>The Kafka of <c>create</c>, <c>flow</c> and <c>leavers</c>: <c>embedded</c> or
    /// <c>installed</c>.</summary>
    public string Kafka { get; set; } = "embedded";

    /// <summary>The approval store of <c>flow</c> and <c>inbox</c>: a MongoDB URI; SQLite when empty.</summary>
    public string MongoDb { get; set; } = "";

    /// <summary>The approval store as a setting of the application.</summary>
    public string[] StoreSettings => MongoDb.Length > 0 ? [$"--ConnectionStrings:mongodb={MongoDb}"] : [];

    /// <summary>Where results and charts are written; nowhere when empty.</summary>
    public string Results { get; set; } = "";

    /// <summary>Only say which benchmarks there are.</summary>
    public bool List { get; set; }

    /// <summary>A part of this program that runs as a process of its own; see <c>Twins</c>.</summary>
    public string Twin { get; set; } = "";

    public static BenchOptions Read(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build().Get<BenchOptions>() ?? new();
}
