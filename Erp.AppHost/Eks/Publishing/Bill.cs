using Erp.AppHost.Eks.Plan;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>What an account pays a month for all of it: what the manifests ask for, and what
/// <c>deploy/terraform/complete</c> makes around it with its defaults.</summary>
internal static class Bill
{
    /// <summary>Sizes of deploy/terraform/complete.</summary>
    public const int Nodes = 3, NodeDisk = 20, MySqlDisk = 20;

    /// <summary>What Terraform cannot know: of a system that people try, not one that a company uses.</summary>
    private const int NatGigabytes = 20, LogGigabytes = 1;

    private const int ImageMegabytes = 300;

    /// <param name="What">The thing.</param>
    /// <param name="Price">Of one unit.</param>
    /// <param name="Count">Things.</param>
    /// <param name="Units">Units of each in a month.</param>
    public sealed record Item(string What, Price Price, decimal Count, decimal Units)
    {
        public decimal Dollars => Math.Round(Count * Units * Price.Dollars, 2, MidpointRounding.AwayFromZero);

        /// <summary>How it comes to that.</summary>
        public string Calculation => FormattableString.Invariant(
            $"{(Count == 1 ? "" : $"{Count:0.##} x ")}{Units:0.##} x ${Price.Dollars:0.00##} per {Price.Unit}");
    }

    public static IReadOnlyList<Item> Of(ClusterPlan plan, int brokers, int gigabytes) =>
    [
        Hours("EKS control plane", Price.ControlPlane),
        Hours("nodes", Price.Node, Nodes),
        new("disks of the nodes", Price.Gp3, Nodes, NodeDisk),
        .. Kafka(plan, brokers, gigabytes),
        Hours("NAT gateway", Price.NatGateway),
        new("traffic through it", Price.NatTraffic, 1, NatGigabytes),
        Hours("its address", Price.PublicAddress),
        Hours("NLB", Price.Nlb),
        Hours("its use, at most one NLCU", Price.NlbCapacity),
        .. plan.Backings.SelectMany(OfDatabase),
        new("logs", Price.Logs, 1, LogGigabytes),
        new("secret in Secrets Manager", Price.Secret, 1, 1),
        new("images", Price.ImageStorage, plan.Services.Select(s => s.Image).Distinct().Count(),
            ImageMegabytes / 1000m),
    ];

    private static IEnumerable<Item> Kafka(ClusterPlan plan, int brokers, int gigabytes) => plan switch
    {
        { Kafka: null } => [],
        { RunsBrokers: true } => [new("volumes of Kafka", Price.Gp3, brokers, gigabytes)],
        _ =>
        [
            Hours("Amazon MSK", Price.MskBroker, Price.MskBrokers),
            new("storage of MSK", Price.MskStorage, brokers, gigabytes),
        ],
    };

    private static IEnumerable<Item> OfDatabase(BackingService backing) => backing.Kind switch
    {
        BackingKind.MySql => [Hours("MySQL", Price.MySql), new("its storage", Price.MySqlStorage, 1, MySqlDisk)],
        BackingKind.Redis => [Hours("Redis", Price.Redis)],
        BackingKind.MongoDb => [Hours("MongoDB Atlas", Price.MongoDb)],
        _ => [],
    };

    private static Item Hours(string what, Price price, int count = 1) => new(what, price, count, Price.HoursPerMonth);
}
