using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class EndpointTests
{
    [Theory]
    [InlineData(EndpointProperty.Url, "http://localhost:8081", "{web.bindings.http.url}")]
    [InlineData(EndpointProperty.Host, "localhost", "{web.bindings.http.host}")]
    [InlineData(EndpointProperty.IPV4Host, "127.0.0.1", "{web.bindings.http.host}")]
    [InlineData(EndpointProperty.Port, "8081", "{web.bindings.http.port}")]
    [InlineData(EndpointProperty.Scheme, "http", "{web.bindings.http.scheme}")]
    [InlineData(EndpointProperty.TargetPort, "<free port>", "{web.bindings.http.targetPort}")]
    [InlineData(EndpointProperty.HostAndPort, "localhost:8081", "{web.bindings.http.host}:{web.bindings.http.port}")]
    [InlineData(EndpointProperty.TlsEnabled, "False", "{web.bindings.http.tlsEnabled}")]
    public async Task Each_part_of_an_address_has_a_value_and_a_placeholder(EndpointProperty part, string value, string placeholder)
    {
        var endpoint = TestModel.Builder().AddProgram("web").WithHttpEndpoint(port: 8081).GetEndpoint("http");
        endpoint.Allocate(8081, "<free port>");

        Assert.Equal(value, await endpoint.Property(part).GetValueAsync());
        Assert.Equal(placeholder, endpoint.Property(part).ValueExpression);
    }

    [Fact]
    public async Task A_fixed_target_port_is_known_before_anything_is_allocated()
    {
        var endpoint = TestModel.Builder().AddProgram("web").WithHttpEndpoint(targetPort: 5000).GetEndpoint("http");

        Assert.Equal("5000", await endpoint.Property(EndpointProperty.TargetPort).GetValueAsync());
        Assert.False(endpoint.IsAllocated);
    }

    [Fact]
    public void An_endpoint_that_is_missing_or_without_an_address_says_so()
    {
        var web = TestModel.Builder().AddProgram("web").WithHttpEndpoint();

        Assert.Contains("`other` is not defined for the resource `web`", Assert.Throws<InvalidOperationException>(() => web.GetEndpoint("other").Scheme).Message, StringComparison.Ordinal);
        Assert.Contains("`http` is not allocated", Assert.Throws<InvalidOperationException>(() => web.GetEndpoint("http").Url).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_endpoints_of_one_name_are_refused()
    {
        var web = TestModel.Builder().AddProgram("web").WithHttpEndpoint();

        Assert.Contains("'http' already exists", Assert.Throws<DistributedApplicationException>(() => web.WithHttpEndpoint()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_proxy_port_and_target_port_are_the_same()
    {
        var endpoint = new EndpointAnnotation(ProtocolType.Tcp, name: "tcp", targetPort: 9092, isProxied: false);
        Assert.Equal(9092, endpoint.Port);

        endpoint.IsProxied = true;
        Assert.Null(endpoint.Port);
    }

    [Fact]
    public void Name_scheme_and_transport_follow_from_what_is_given()
    {
        var udp = new EndpointAnnotation(ProtocolType.Udp);
        var https = new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "https");

        Assert.Equal(("udp", "udp", "udp"), (udp.Name, udp.UriScheme, udp.Transport));
        Assert.Equal(("https", "http", true), (https.Name, https.Transport, https.TlsEnabled));
    }

    [Fact]
    public async Task A_container_sees_the_address_in_its_own_network()
    {
        var builder = TestModel.Builder();
        var endpoint = builder.AddContainer("db", "mysql").WithEndpoint(targetPort: 3306, name: "tcp").GetEndpoint("tcp");
        var container = KnownNetworkIdentifiers.DefaultAspireContainerNetwork;
        endpoint.Allocate(40000);
        endpoint.EndpointAnnotation.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(
            container, new AllocatedEndpoint(endpoint.EndpointAnnotation, "db.internal", 3306, EndpointBindingMode.SingleAddress, null, container));

        var client = builder.AddContainer("client", "client").WithEnvironment("DB", endpoint).Resource;
        var program = builder.AddProgram("program").WithEnvironment("DB", endpoint).Resource;

        Assert.Equal("tcp://db.internal:3306", (await client.EnvironmentAsync())["DB"]);
        Assert.Equal("tcp://localhost:40000", (await program.EnvironmentAsync())["DB"]);
    }

    [Fact]
    public void External_http_endpoints_are_only_those_of_http()
    {
        var web = TestModel.Builder().AddProgram("web").WithHttpEndpoint().WithEndpoint(name: "tcp").WithExternalHttpEndpoints();

        Assert.True(web.GetEndpoint("http").EndpointAnnotation.IsExternal);
        Assert.False(web.GetEndpoint("tcp").EndpointAnnotation.IsExternal);
    }
}
