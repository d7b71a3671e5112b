namespace Erp.AppHost.Eks.Publishing;

/// <summary>A price with where it is from: estimates are only as good as that.</summary>
internal sealed record Price(decimal Dollars, string Unit, string Source)
{
    public const string Region = "us-east-1";
    private const decimal HoursPerMonth = 730;

    public static Price Gp3 { get; } = new(0.08m, "GB-month of EBS gp3", "aws.amazon.com/ebs/pricing");

    public static Price MskBroker { get; } =
        new(0.21m, "hour of a kafka.m5.large broker", "aws.amazon.com/msk/pricing");

    public static Price MskStorage { get; } = new(0.10m, "GB-month of MSK storage", "aws.amazon.com/msk/pricing");

    /// <summary>One in each zone: three copies of everything have no place on two.</summary>
    public const int MskBrokers = 3;

    public static decimal Volumes(int count, int gigabytes) => count * gigabytes * Gp3.Dollars;

    public static decimal Msk(int gigabytes) =>
        (MskBrokers * MskBroker.Dollars * HoursPerMonth) + (gigabytes * MskStorage.Dollars);

    public override string ToString() => FormattableString.Invariant($"${Dollars:0.00} per {Unit}, {Region}, {Source}");
}
