using System.Globalization;

namespace Erp.AppHost;

/// <summary>How many processes of each service there are on this machine: the configuration key
/// <c>Replicas</c>.</summary>
internal static class Replicas
{
    private const int Default = 2, Most = 9;

    /// <summary>What is configured, two otherwise. When publishing it is two: the cluster has settings of its
    /// own.</summary>
    /// <exception cref="DistributedApplicationException">It is no number from 1 to 9.</exception>
    public static int Of(IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode || builder.Configuration["Replicas"] is not { } text) return Default;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= Most
            ? number
            : throw new DistributedApplicationException($"Replicas is '{text}'; use a number from 1 to {Most}.");
    }
}
