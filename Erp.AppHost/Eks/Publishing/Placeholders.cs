using Erp.AppHost.Eks.Components;
using Erp.AppHost.Eks.Model;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Publishing;

/// <summary>Values of the repository's example that nobody has replaced yet. What they make can be looked at, but does
/// not run: a note in dev, a problem each in every other environment.</summary>
internal static class Placeholders
{
    private const string Account = EksOptions.ExampleAccount;

    /// <summary>The security group in <see cref="EksOptions.DefaultTargetGroupsFile"/> as it is committed.</summary>
    private const string SecurityGroup = "sg-0123456789abcdef0";

    private const string PublicUrl = "Web:PublicUrl";

    private const string SecretReader = "SecretsManager:RoleArn";

    /// <summary>False for what only the production overlay takes up.</summary>
    public static bool MattersInDev(ClusterPlan plan, Problem problem) =>
        problem.Field is not (PublicUrl or SecretReader) && plan.Components.All(s => s.Name != problem.Resource);

    /// <summary>Those of the options and of the target groups.</summary>
    public static IReadOnlyList<Problem> OfOptions(ClusterPlan plan) =>
    [
        .. Options(plan).Where(o => o.IsExample).Select(o =>
            new Problem($"option {EksOptions.Section}", o.Field, $"'{o.Value}' is the example's; {o.Wanted}")),
        .. plan.Services.Where(s => s.TargetGroupArn.Contains($":{Account}:", StringComparison.Ordinal)).Select(s =>
            new Problem(s.Name, TargetGroups.Field,
                $"its ARN is the example's (account {Account}); give --target-groups FILE")),
    ];

    /// <summary>Images whose digest nobody knows.</summary>
    public static IReadOnlyList<Problem> OfImages(ClusterPlan plan, IReadOnlyDictionary<string, string> digests) =>
    [
        .. DigestPins.Images(plan)
            .Where(image => digests.GetValueOrDefault(image, DigestPins.Unknown) == DigestPins.Unknown)
            .Select(image => new Problem(plan.Options.ImagesFile, image,
                "no digest is known; run erp images --push, or --digests for public images")),
    ];

    private sealed record Option(string Field, string Value, bool IsExample, string Wanted);

    private static IEnumerable<Option> Options(ClusterPlan plan)
    {
        var (options, example) = (plan.Options, new EksOptions());
        Option Same(string field, Func<EksOptions, string> value, string wanted) =>
            new(field, value(options), value(options) == value(example), wanted);
        Option Ours(string field, string value, string wanted) =>
            new(field, value, value.Contains(Account, StringComparison.Ordinal), wanted);
        bool Uses(BackingKind kind) => plan.Backings.Any(b => b.Kind == kind);

        yield return Ours(nameof(options.Registry), options.Registry,
            "give the registry that the images are pushed to");
        var group = options.LoadBalancerSecurityGroup ?? "";
        yield return new(nameof(options.LoadBalancerSecurityGroup), group, group == SecurityGroup,
            "give --target-groups FILE");
        yield return Same("Auth:Authority", o => o.Auth.Authority, "give the address of the user pool");
        // Another authority may well know an audience of this name; Cognito makes the ids of its app clients itself.
        if (options.Auth.Authority.Contains("cognito-idp", StringComparison.Ordinal))
        {
            yield return Same("Auth:Audience", o => o.Auth.Audience,
                "give the id of the app client, or every token is refused");
        }
        if (plan.Components.Any())
            yield return Same(PublicUrl, o => o.Web.PublicUrl, "give the address at which people open the application");
        if (Uses(BackingKind.MySql))
            yield return Same("MySql:Host", o => o.MySql.Host, "give the address of the database");
        if (Uses(BackingKind.Redis))
            yield return Same("Redis:Host", o => o.Redis.Host, "give the address of the cache");
        if (plan.Kafka is not null && !plan.RunsBrokers)
            yield return Same("Msk:Bootstrap", o => o.Msk.Bootstrap, "give the cluster's bootstrap brokers");
        yield return Ours(SecretReader, options.SecretsManager.RoleArn, "give the role that may read the secret");
    }
}
