using System.Net.Sockets;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing;

/// <summary>The endpoints of a resource in a manifest. Every binding names its target port: readers guess different ones.</summary>
internal static class ManifestBindings
{
    private const int FirstFreePort = 8000;
    private const int DefaultHttpPort = 8080;

    public static void Write(Utf8JsonWriter writer, IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (endpoints.Count == 0)
        {
            return;
        }

        var targetPorts = TargetPorts(resource, endpoints);
        writer.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            writer.WriteStartObject(endpoint.Name);
            writer.WriteString("scheme", endpoint.UriScheme);
            writer.WriteString("protocol", endpoint.Protocol is ProtocolType.Udp ? "udp" : "tcp");
            writer.WriteString("transport", endpoint.Transport);
            // The port of a project is that of the proxy on this machine; elsewhere clients use the target port.
            if (resource is not ProjectResource && endpoint.Port is { } port)
            {
                writer.WriteNumber("port", port);
            }

            writer.WriteNumber("targetPort", targetPorts[endpoint]);
            if (endpoint.IsExternal)
            {
                writer.WriteBoolean("external", true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The first HTTP endpoint of a project gets the port of the .NET images; others get ports that nobody uses.
    private static Dictionary<EndpointAnnotation, int> TargetPorts(IResource resource, List<EndpointAnnotation> endpoints)
    {
        var taken = endpoints.Where(endpoint => endpoint.TargetPort is not null).Select(endpoint => endpoint.TargetPort!.Value).ToHashSet();
        var ports = new Dictionary<EndpointAnnotation, int>();
        foreach (var endpoint in endpoints)
        {
            if (endpoint.TargetPort is { } known)
            {
                ports[endpoint] = known;
                continue;
            }

            var port = resource is ProjectResource && endpoint.UriScheme is "http" or "https" ? DefaultHttpPort : endpoint.Port ?? FirstFreePort;
            if (!taken.Add(port))
            {
                port = Enumerable.Range(FirstFreePort, 1000).First(taken.Add);
            }

            ports[endpoint] = port;
        }

        return ports;
    }
}
