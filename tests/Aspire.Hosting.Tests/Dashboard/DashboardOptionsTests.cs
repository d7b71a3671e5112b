using System.Reflection;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Tests.Dashboard;

public sealed class DashboardOptionsTests
{
    [Fact]
    public void Without_any_settings_there_are_addresses_on_this_machine_and_fresh_keys()
    {
        var options = Configure([], out var problems);

        Assert.Null(problems);
        Assert.StartsWith("http://localhost:", options.FrontendUrl, StringComparison.Ordinal);
        Assert.StartsWith("http://localhost:", options.OtlpGrpcUrl, StringComparison.Ordinal);
        Assert.Null(options.ResourceServiceUrl);
        Assert.All(new[] { options.BrowserToken, options.OtlpApiKey, options.ResourceServiceApiKey }, key => Assert.Equal(32, key!.Length));
        Assert.Equal(3, new HashSet<string?> { options.BrowserToken, options.OtlpApiKey, options.ResourceServiceApiKey }.Count);
    }

    [Fact]
    public void What_a_launch_profile_says_is_kept()
    {
        var options = Configure(
            new()
            {
                ["ASPNETCORE_URLS"] = "http://localhost:15080",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:15081",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = "http://localhost:15082",
                ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
                ["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = "mine",
                ["AppHost:OtlpApiKey"] = "kept",
                ["ASPIRE_DASHBOARD_AI_DISABLED"] = "true",
            },
            out var problems);

        Assert.Null(problems);
        Assert.Equal(("http://localhost:15080", "http://localhost:15081", new Uri("http://localhost:15082")), (options.FrontendUrl, options.OtlpGrpcUrl, options.ResourceServiceUrl));
        Assert.Equal(("mine", "kept"), (options.BrowserToken, options.OtlpApiKey));
        Assert.Equal("true", DashboardEnvironment.For(options, new Uri("http://localhost:1"))["ASPIRE_DASHBOARD_AI_DISABLED"]);
    }

    [Fact]
    public void Plain_http_has_to_be_allowed_and_every_offending_key_is_named()
    {
        Configure(
            new()
            {
                ["ASPNETCORE_URLS"] = "https://localhost:1;http://localhost:2",
                ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:3",
                ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "localhost",
            },
            out var problems);

        Assert.Collection(
            problems!,
            p => Assert.StartsWith("ASPNETCORE_URLS must be an https address", p, StringComparison.Ordinal),
            p => Assert.StartsWith("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL must be an https address", p, StringComparison.Ordinal),
            p => Assert.Equal("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL must be an http or https address, not 'localhost'.", p));
    }

    [Fact]
    public void An_unsecured_dashboard_has_no_keys_at_all()
    {
        var options = Configure(new() { ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"] = "true" }, out _);
        var environment = DashboardEnvironment.For(options, new Uri("http://localhost:1"));

        Assert.Equal((null, null, null), (options.BrowserToken, options.OtlpApiKey, options.ResourceServiceApiKey));
        Assert.Equal("Unsecured", environment["DASHBOARD__FRONTEND__AUTHMODE"]);
        Assert.Equal("Unsecured", environment["DASHBOARD__OTLP__AUTHMODE"]);
        Assert.Equal("Unsecured", environment["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"]);
    }

    [Theory]
    [InlineData("Erp.AppHost", "Erp")]
    [InlineData("ErpAppHost", "Erp")]
    [InlineData("AppHost", "AppHost")]
    [InlineData("Erp", "Erp")]
    public void The_application_shows_without_its_suffix(string name, string shown) =>
        Assert.Equal(shown, Configure(new() { ["AppHost:DashboardApplicationName"] = name }, out _).ApplicationName);

    [Fact]
    public void Paths_come_from_the_configuration_before_the_assembly()
    {
        var options = Configure(new() { ["ASPIRE_DASHBOARD_PATH"] = "/a/dashboard", ["ASPIRE_DCP_PATH"] = "/a/dcp" }, out _);

        Assert.Equal(("/a/dashboard", "/a/dcp"), (options.Path, options.DcpPath));
    }

    private static DashboardOptions Configure(Dictionary<string, string?> settings, out IReadOnlyList<string>? problems)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings);
        DashboardDefaults.AddTo(configuration);

        var options = new DashboardOptions();
        var configure = new ConfigureDashboardOptions(configuration, new SomeEnvironment(), Assembly.GetExecutingAssembly());
        configure.Configure(options);
        problems = configure.Validate(null, options).Failures?.ToList();
        return options;
    }

    private sealed class SomeEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";

        public string ApplicationName { get; set; } = "Some.AppHost";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
