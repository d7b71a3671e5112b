using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf.WellKnownTypes;
using Protobuf = Aspire.Hosting.Dashboard.Protocol;
using Resource = Aspire.Hosting.Dashboard.Protocol.Resource;

namespace Aspire.Hosting.Dashboard;

/// <summary>From a resource's snapshot to what the dashboard is sent of it.</summary>
internal static class ResourceMessages
{
    public static Resource From(ResourceEvent @event)
    {
        var snapshot = @event.Snapshot;
        var message = new Resource
        {
            Name = @event.ResourceId,
            Uid = @event.ResourceId,
            DisplayName = @event.Resource.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            IsHidden = snapshot.IsHidden,
        };
        if (snapshot.CreationTimeStamp is { } created) message.CreatedAt = Time(created);
        if (snapshot.StartTimeStamp is { } started) message.StartedAt = Time(started);
        if (snapshot.StopTimeStamp is { } stopped) message.StoppedAt = Time(stopped);
        if (snapshot.IconName is { } icon)
        {
            message.IconName = icon;
            message.IconVariant = Variant(snapshot.IconVariant);
        }

        message.Environment.Add(Items(snapshot.EnvironmentVariables).Select(v => new EnvironmentVariable { Name = v.Name, Value = v.Value ?? "", IsFromSpec = v.IsFromSpec }));
        message.Urls.Add(Items(snapshot.Urls).Select(From));
        message.Volumes.Add(Items(snapshot.Volumes).Select(v => new Volume { Source = v.Source ?? "", Target = v.Target, MountType = v.MountType, IsReadOnly = v.IsReadOnly }));
        message.Relationships.Add(Items(snapshot.Relationships).Select(r => new ResourceRelationship { ResourceName = r.ResourceName, Type = r.Type }));
        message.HealthReports.Add(Items(snapshot.HealthReports).Select(From));
        message.Commands.Add(Items(snapshot.Commands).Select(From));
        message.Properties.Add(Properties(@event));
        return message;
    }

    private static IEnumerable<ResourceProperty> Properties(ResourceEvent @event)
    {
        // The dashboard shows and filters by these, beside what the resource says of itself.
        var snapshot = @event.Snapshot;
        yield return Property("resource.uid", @event.ResourceId);
        yield return Property("resource.name", @event.ResourceId);
        yield return Property("resource.type", snapshot.ResourceType);
        yield return Property("resource.displayName", @event.Resource.Name);
        yield return Property("resource.state", snapshot.State?.Text);
        yield return Property("resource.exitCode", snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture));
        yield return Property("resource.createTime", Text(snapshot.CreationTimeStamp));
        yield return Property("resource.startTime", Text(snapshot.StartTimeStamp));
        yield return Property("resource.stopTime", Text(snapshot.StopTimeStamp));
        yield return Property("resource.healthState", snapshot.HealthStatus?.ToString());
        foreach (var property in Items(snapshot.Properties)) yield return Property(property.Name, property.Value, property.IsSensitive);

        static string? Text(DateTime? time) => time?.ToString("O", CultureInfo.InvariantCulture);
    }

    private static ResourceProperty Property(string name, object? value, bool isSensitive = false) =>
        new() { Name = name, Value = ToValue(value), IsSensitive = isSensitive };

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int or long or double => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        System.Collections.IEnumerable list => Value.ForList([.. list.Cast<object?>().Select(ToValue)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static Url From(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = url.IsInactive,
        DisplayProperties = new UrlDisplayProperties { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
    };

    private static HealthReport From(HealthReportSnapshot report)
    {
        var message = new HealthReport { Key = report.Name, Description = report.Description ?? "", Exception = report.ExceptionText ?? "" };
        if (report.LastRunAt is { } run) message.LastRunAt = Time(run);
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => Protobuf.HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => Protobuf.HealthStatus.Degraded,
                _ => Protobuf.HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private static ResourceCommand From(ResourceCommandSnapshot command)
    {
        var message = new ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            DisplayDescription = command.DisplayDescription ?? "",
            ConfirmationMessage = command.ConfirmationMessage ?? "",
            IsHighlighted = command.IsHighlighted,
            IconName = command.IconName ?? "",
            IconVariant = Variant(command.IconVariant),
            State = command.State switch
            {
                ApplicationModel.ResourceCommandState.Enabled => Protobuf.ResourceCommandState.Enabled,
                ApplicationModel.ResourceCommandState.Disabled => Protobuf.ResourceCommandState.Disabled,
                _ => Protobuf.ResourceCommandState.Hidden,
            },
        };
        if (command.Parameter is { } parameter) message.Parameter = ToValue(parameter);
        return message;
    }

    private static Protobuf.IconVariant Variant(ApplicationModel.IconVariant? variant) =>
        variant == ApplicationModel.IconVariant.Filled ? Protobuf.IconVariant.Filled : Protobuf.IconVariant.Regular;

    private static Timestamp Time(DateTime time) => Timestamp.FromDateTime(time.ToUniversalTime());

    // A snapshot's list that nobody has set is a default array, which must not be enumerated.
    private static ImmutableArray<T> Items<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
