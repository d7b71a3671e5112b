using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;

namespace Erp.AppHost.Eks.Model;

/// <summary>Which backing service a resource with a connection string is, by its official type.</summary>
internal static class BackingReader
{
    /// <summary>Null when the cluster has no counterpart of it.</summary>
    public static BackingKind? KindOf(IResource resource) => resource switch
    {
        KafkaServerResource => BackingKind.Kafka,
        MySqlServerResource or MySqlDatabaseResource => BackingKind.MySql,
        RedisResource => BackingKind.Redis,
        MongoDBServerResource or MongoDBDatabaseResource => BackingKind.MongoDb,
        _ => null,
    };

    /// <summary>Its container on a laptop, where it has one; a database's is its server's.</summary>
    public static string? ImageOf(IResource resource) =>
        resource is IResourceWithParent { Parent: var server } ? ImageOf(server)
        : resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault() is { Tag: { } tag } image
            ? $"{image.Image.Replace("library/", "", StringComparison.Ordinal)}:{tag}"
            : null;

    public static BackingService Read(IResource resource, BackingKind kind, EksOptions options) => kind switch
    {
        BackingKind.Kafka when options.Broker == EksOptions.Brokers.Msk => BackingService.Msk(options),
        BackingKind.Kafka => BackingService.OwnKafka(),
        BackingKind.MySql => BackingService.MySql(options, (resource as MySqlDatabaseResource)?.DatabaseName ?? "erp"),
        BackingKind.Redis => BackingService.Redis(options),
        BackingKind.MongoDb => BackingService.MongoDb(options),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
