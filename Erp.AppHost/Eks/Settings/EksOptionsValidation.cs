using System.Net;
using System.Text.RegularExpressions;

namespace Erp.AppHost.Eks.Settings;

/// <summary>Finds everything that is wrong with the options.</summary>
internal static partial class EksOptionsValidation
{
    public static void Check(EksOptions options, ProblemList problems)
    {
        void Must(bool holds, string field, string message)
        {
            if (!holds) problems.Add($"option {EksOptions.Section}", field, message);
        }

        Must(Name().IsMatch(options.Environment), nameof(options.Environment),
            $"'{options.Environment}' is not a name of lower-case letters, digits and hyphens");
        Must(Name().IsMatch(options.Namespace), nameof(options.Namespace),
            $"'{options.Namespace}' is not the name of a namespace");
        Must(options.Broker is EksOptions.Brokers.StatefulSet or EksOptions.Brokers.Msk, nameof(options.Broker),
            $"'{options.Broker}' is neither statefulset nor msk");
        Must(Registry().IsMatch(options.Registry), nameof(options.Registry),
            $"'{options.Registry}' is not a registry");
        Must(Tag().IsMatch(options.Tag) && options.Tag != "latest", nameof(options.Tag),
            $"'{options.Tag}' is not a tag that stays the same");
        Must(AreRanges(options.VpcCidrs), nameof(options.VpcCidrs), NoRanges(options.VpcCidrs));
        Must(options.DeregistrationDelay is >= 0 and <= 3600, nameof(options.DeregistrationDelay),
            $"{options.DeregistrationDelay} is not 0 to 3600 seconds");
        Must(IsUri(options.Auth.Authority, "https"), "Auth:Authority",
            $"'{options.Auth.Authority}' is not an https address");
        Must(options.Auth.Audience.Length > 0, "Auth:Audience", "is empty");
        Must(options.OtlpEndpoint.Length == 0 || IsUri(options.OtlpEndpoint, "http", "https"),
            nameof(options.OtlpEndpoint), $"'{options.OtlpEndpoint}' is not an address");
        Must(IsUri(options.PrometheusAddress, "http", "https"), nameof(options.PrometheusAddress),
            $"'{options.PrometheusAddress}' is not an address");
        Must(IsOrigin(options.Web.PublicUrl), "Web:PublicUrl",
            $"'{options.Web.PublicUrl}' is not https and a host, such as https://erp.example.com");
        CheckServer(options.MySql, "MySql", Must);
        CheckServer(options.Redis, "Redis", Must);
        Must(options.MongoDb.Cidrs.Length == 0 || AreRanges(options.MongoDb.Cidrs), "MongoDb:Cidrs",
            NoRanges(options.MongoDb.Cidrs));
        Must(options.MongoDb.Ports.Split(',').All(p => int.TryParse(p, out var port) && port is > 0 and <= 65535),
            "MongoDb:Ports", $"'{options.MongoDb.Ports}' is not a port, or several with commas in between");
        Must(Name().IsMatch(options.StorageClass), nameof(options.StorageClass),
            $"'{options.StorageClass}' is not the name of a storage class");
        if (options.Broker == EksOptions.Brokers.Msk)
        {
            Must(options.Msk.Bootstrap.Split(',').All(b => Bootstrap().IsMatch(b)), "Msk:Bootstrap",
                $"'{options.Msk.Bootstrap}' is not host:port,host:port");
        }
    }

    private static void CheckServer(ServerOptions server, string section, Action<bool, string, string> must)
    {
        must(Uri.CheckHostName(server.Host) != UriHostNameType.Unknown, $"{section}:Host",
            $"'{server.Host}' is not a host");
        must(server.Port is > 0 and <= 65535, $"{section}:Port", $"{server.Port} is not a port");
        must(server.Cidrs.Length == 0 || AreRanges(server.Cidrs), $"{section}:Cidrs", NoRanges(server.Cidrs));
    }

    private static bool AreRanges(string text) => text.Split(',').All(range => IPNetwork.TryParse(range, out _));

    private static string NoRanges(string text) =>
        $"'{text}' is not a range of addresses such as 10.0.0.0/16, or several with commas in between";

    private static bool IsUri(string text, params string[] schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme);

    /// <summary>Browsers keep the session's cookie on https only.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]+([._-][a-z0-9]+)*(:\d+)?(/[a-z0-9]+([._-][a-z0-9]+)*)*$")]
    private static partial Regex Registry();

    [GeneratedRegex(@"^\w[\w.-]{0,127}$")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[a-zA-Z0-9.-]+:\d{2,5}$")]
    private static partial Regex Bootstrap();
}
