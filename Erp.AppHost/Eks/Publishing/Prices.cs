namespace Erp.AppHost.Eks.Publishing;

/// <summary>A price with where it is from: estimates are only as good as that.</summary>
/// <param name="Dollars">For one unit, on demand and without taxes.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Source">Page on which it stands.</param>
internal sealed record Price(decimal Dollars, string Unit, string Source)
{
    public const string Region = "us-east-1";

    /// <summary>As of when they are. Nobody reads the pages for us; look again before a budget is made of
    /// them.</summary>
    public const string Date = "early 2026";

    public const decimal HoursPerMonth = 730;

    public static Price Gp3 { get; } = new(0.08m, "GB-month of EBS gp3", "aws.amazon.com/ebs/pricing");

    public static Price MskBroker { get; } =
        new(0.21m, "hour of a kafka.m5.large broker", "aws.amazon.com/msk/pricing");

    public static Price MskStorage { get; } = new(0.10m, "GB-month of MSK storage", "aws.amazon.com/msk/pricing");

    public static Price ControlPlane { get; } =
        new(0.10m, "hour of a cluster in standard support", "aws.amazon.com/eks/pricing");

    public static Price Node { get; } =
        new(0.0416m, "hour of a t3.medium", "aws.amazon.com/ec2/pricing/on-demand");

    public static Price NatGateway { get; } = new(0.045m, "hour of a NAT gateway", "aws.amazon.com/vpc/pricing");

    public static Price NatTraffic { get; } = new(0.045m, "GB through it", "aws.amazon.com/vpc/pricing");

    public static Price PublicAddress { get; } =
        new(0.005m, "hour of a public IPv4 address", "aws.amazon.com/vpc/pricing");

    public static Price Nlb { get; } = new(0.0225m, "hour of an NLB", "aws.amazon.com/elasticloadbalancing/pricing");

    public static Price NlbCapacity { get; } =
        new(0.006m, "NLCU-hour", "aws.amazon.com/elasticloadbalancing/pricing");

    public static Price MySql { get; } =
        new(0.032m, "hour of a db.t4g.small in one zone", "aws.amazon.com/rds/mysql/pricing");

    public static Price MySqlStorage { get; } =
        new(0.115m, "GB-month of RDS gp3", "aws.amazon.com/rds/mysql/pricing");

    public static Price Redis { get; } =
        new(0.016m, "hour of a cache.t4g.micro with Redis OSS", "aws.amazon.com/elasticache/pricing");

    public static Price MongoDb { get; } = new(0.08m, "hour of an Atlas M10", "mongodb.com/pricing");

    public static Price Logs { get; } = new(0.50m, "GB of logs taken in", "aws.amazon.com/cloudwatch/pricing");

    public static Price Secret { get; } = new(0.40m, "secret and month", "aws.amazon.com/secrets-manager/pricing");

    public static Price ImageStorage { get; } = new(0.10m, "GB-month of ECR", "aws.amazon.com/ecr/pricing");

    /// <summary>One in each zone: three copies of everything have no place on two.</summary>
    public const int MskBrokers = 3;

    public static decimal Volumes(int count, int gigabytes) => count * gigabytes * Gp3.Dollars;

    public static decimal Msk(int gigabytes) =>
        (MskBrokers * MskBroker.Dollars * HoursPerMonth) + (gigabytes * MskStorage.Dollars);

    public override string ToString() =>
        FormattableString.Invariant($"${Dollars:0.00##} per {Unit}, {Region}, {Source}");
}
