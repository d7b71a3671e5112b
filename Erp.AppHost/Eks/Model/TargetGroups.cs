using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Model;

/// <summary>ARNs of the load balancer's target groups: from options, or from Terraform's output.</summary>
internal sealed partial class TargetGroups
{
    public const string Field = "target group";

    /// <summary>Null: nobody asks for them.</summary>
    private readonly IReadOnlyDictionary<string, string>? _arns;

    private readonly string _source;

    private TargetGroups(IReadOnlyDictionary<string, string>? arns, string source) => (_arns, _source) = (arns, source);

    /// <summary>For what is not behind a load balancer.</summary>
    public static TargetGroups Unwanted { get; } = new(null, "");

    /// <summary>Reads them. What Terraform also knows about the load balancer goes into the options.</summary>
    public static TargetGroups Read(EksOptions options, string repository, ProblemList problems)
    {
        if (options.InventoryOnly) return Unwanted;
        if (options.TargetGroups.Count > 0 && options.TargetGroupsFile is null)
            return new(options.TargetGroups, "--target-group");
        var name = options.TargetGroupsFile ?? EksOptions.DefaultTargetGroupsFile;
        var arns = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var output = JsonDocument.Parse(File.ReadAllText(Path.Combine(repository, name)));
            foreach (var arn in Output(output, "target_group_arns")?.EnumerateObject() ?? default)
                arns[arn.Name] = arn.Value.GetString() ?? "";
            if (Output(output, "nlb_security_group_id")?.GetString() is { } group)
                options.LoadBalancerSecurityGroup ??= group;
            options.LoadBalancerAddress ??= Output(output, "nlb_dns_name")?.GetString();
            if (Output(output, "vpc_cidrs") is { } cidrs)
                options.VpcCidrs = string.Join(',', cidrs.EnumerateArray().Select(c => c.GetString()));
            if (Output(output, "deregistration_delay")?.GetInt32() is { } delay) options.DeregistrationDelay = delay;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or InvalidOperationException or FormatException)
        {
            problems.Add(name, Field, $"cannot be read as the output of `terraform output -json`: {e.Message}");
        }
        // One given by hand goes before the file's.
        foreach (var (service, arn) in options.TargetGroups) arns[service] = arn;
        return new(arns, name);
    }

    /// <summary>The ARN of a service's target group; a missing or malformed one is a problem.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="folder">Its short name.</param>
    /// <param name="shortName">The one inside the target group's name.</param>
    /// <param name="isOptional">Nothing that is applied binds it: in place of a missing one is the example's.</param>
    /// <param name="problems">Where they are collected.</param>
    public string ArnOf(string service, string folder, string shortName, bool isOptional, ProblemList problems)
    {
        if (_arns is null) return "";
        if (!_arns.TryGetValue(folder, out var arn) && !_arns.TryGetValue(service, out arn))
        {
            if (isOptional) return Example(shortName);
            problems.Add(service, Field,
                $"has no ARN in {_source}: Terraform makes one after ./erp publish --inventory; give its output with "
                + $"--target-groups FILE, or --target-group {folder}=arn:…");
        }
        else if (Arn().Match(arn) is not { Success: true } match)
        {
            problems.Add(service, Field, $"'{arn}' is not the ARN of a target group "
                + "(arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/ID)");
        }
        else if (!match.Groups["name"].Value.EndsWith($"-{shortName}-nlb-tg", StringComparison.Ordinal))
        {
            problems.Add(service, Field, $"'{match.Groups["name"].Value}' is the target group of another service; "
                + $"expected …-{shortName}-nlb-tg");
        }
        return arn ?? "";
    }

    /// <summary>In the region of the others.</summary>
    private string Example(string shortName)
    {
        var region = _arns!.Values.Select(a => Arn().Match(a)).FirstOrDefault(m => m.Success)?.Groups["region"].Value;
        return $"arn:aws:elasticloadbalancing:{region ?? "us-east-1"}:{EksOptions.ExampleAccount}:targetgroup/"
            + $"erp-dev-{shortName}-nlb-tg/0000000000000000";
    }

    /// <summary>A name that no service has is most likely a slip; Terraform's file may know more than the
    /// model.</summary>
    public static void CheckNames(EksOptions options, IReadOnlyCollection<ServicePlan> services, ProblemList problems)
    {
        var known = string.Join(", ", services.Select(s => s.Folder));
        foreach (var name in options.TargetGroups.Keys.Where(n => services.All(s => s.Folder != n && s.Name != n)))
            problems.Add("--target-group", name, $"is no service; those are {known}");
    }

    private static JsonElement? Output(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var output) && output.TryGetProperty("value", out var value)
            ? value
            : null;

    [GeneratedRegex(@"^arn:aws[\w-]*:elasticloadbalancing:(?<region>[a-z]{2}(-[a-z]+)+-\d):\d{12}"
        + @":targetgroup/(?<name>[A-Za-z0-9-]{1,32})/[0-9a-f]{16}$")]
    private static partial Regex Arn();
}
