#pragma warning disable ASPIREUSERSECRETS001 // Experimental as in the official API.
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Pipelines;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <inheritdoc/>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationOptions _options;
    private readonly DistributedApplicationExecutionContextOptions _executionContextOptions;
    private readonly DistributedApplicationPipeline _pipeline;

    /// <summary>With a command line.</summary>
    /// <param name="args">The command line.</param>
    public DistributedApplicationBuilder(string[] args) : this(new DistributedApplicationOptions { Args = args })
    {
        ArgumentNullException.ThrowIfNull(args);
    }

    /// <summary>With options.</summary>
    /// <param name="options">The options.</param>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        var settings = new HostApplicationBuilderSettings { Args = CommandLine.Normalize(options.Args) };
        BuilderHooks.Current?.Constructing?.Invoke(options, settings);
        AppHostAssembly = options.Assembly;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        settings.ContentRootPath ??= AppHostDirectory = Path.GetFullPath(options.ProjectDirectory ?? options.Metadata("apphostprojectpath") ?? Directory.GetCurrentDirectory());
        AppHostDirectory ??= settings.ContentRootPath;
        // An AppHost reads its configuration once; watching its folder, with all folders below, would cost part of every start.
        (settings.Configuration ??= new ConfigurationManager()).AddInMemoryCollection([new("hostBuilder:reloadConfigOnChange", "false")]);
        _host = new HostApplicationBuilder(settings);
        _executionContextOptions = Operation(_host.Configuration);
        ExecutionContext = new DistributedApplicationExecutionContext(_executionContextOptions);
        UserSecretsManager = Hosting.UserSecretsManager.For(AppHostAssembly);
        _pipeline = new DistributedApplicationPipeline
        {
            Wanted = _host.Configuration["Pipeline:Step"] ?? (ExecutionContext.PublisherName is "manifest" ? ManifestPublisher.Step : WellKnownPipelineSteps.Publish),
        };
        _pipeline.AddStep(ManifestPublisher.Step, ManifestPublisher.WriteAsync);
        Configure();
        BuilderHooks.Current?.Constructed?.Invoke(this);
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc/>
    public IUserSecretsManager UserSecretsManager { get; }

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IDistributedApplicationPipeline Pipeline => _pipeline;

    /// <inheritdoc/>
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        ResourceNames.Validate("Resource", resource.Name, nameof(resource));
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        BuilderHooks.Current?.Building?.Invoke(this);
        var host = _host.Build();
        _executionContextOptions.ServiceProvider = host.Services;
        var application = new DistributedApplication(host);
        BuilderHooks.Current?.Built?.Invoke(application);
        return application;
    }

    private static DistributedApplicationExecutionContextOptions Operation(ConfigurationManager configuration)
    {
        var publisher = configuration["Publishing:Publisher"];
        var operation = configuration["AppHost:Operation"];
        return operation?.ToLowerInvariant() switch
        {
            null or "" when publisher is { Length: > 0 } => new(DistributedApplicationOperation.Publish, publisher),
            null or "" or "run" => new(DistributedApplicationOperation.Run),
            "publish" => new(DistributedApplicationOperation.Publish, publisher is { Length: > 0 } ? publisher : "default"),
            _ => throw new DistributedApplicationException($"--operation is '{operation}'; use run or publish."),
        };
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The host disposes it.")]
    private void Configure()
    {
        Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:Path"] = Path.Combine(AppHostDirectory, AppHostAssembly?.GetName().Name ?? ""),
            ["AppHost:DashboardApplicationName"] = _options.DashboardApplicationName,
        }.Where(pair => pair.Value is not null));

        // A check that is not healthy yet is a state of its resource, not an error of the AppHost's.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // Calls of the dashboard are not the application's news.
        _host.Logging.AddFilter("Grpc", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);

        Services.AddSingleton(_options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(Eventing);
        Services.AddSingleton(UserSecretsManager);
        Services.AddSingleton<IDistributedApplicationPipeline>(_pipeline);
        Services.AddSingleton(_ => new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceLoggerService>();
        Services.AddSingleton<ResourceNotificationService>(services => new(services.GetRequiredService<ILogger<ResourceNotificationService>>(),
            services.GetRequiredService<IHostApplicationLifetime>(), services, services.GetRequiredService<ResourceLoggerService>()));
        Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<ResourceNotificationService>(), services.GetRequiredService<ResourceLoggerService>(), services));
        Services.AddHealthChecks();

        // Publishing is the application's own work: neither the orchestrator nor the dashboard starts.
        if (ExecutionContext.IsPublishMode)
        {
            return;
        }

        // Whoever can see that something ended can restart it: then those who wait for it go on waiting.
        Services.Configure<ResourceNotificationServiceOptions>(options =>
            options.DefaultWaitBehavior = _options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable);
        Services.AddHostedService<ModelInitializer>();
        Services.AddHostedService<ResourceHealthMonitor>();
        if (!_options.DisableDashboard)
        {
            this.AddDashboard();
        }

        Services.AddDcp();
    }
}
