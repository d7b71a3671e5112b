using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Creates builders for applications under test: ports are free ones and the dashboard is off.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, for example <c>Projects.Erp_AppHost</c>.</typeparam>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync<TEntryPoint>([], static (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly.</param>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, [], static (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, for example <c>Projects.Erp_AppHost</c>.</typeparam>
    /// <param name="args">The AppHost's command line, also read as configuration.</param>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class =>
        CreateAsync<TEntryPoint>(args, static (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly.</param>
    /// <param name="args">The AppHost's command line, also read as configuration.</param>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync(Type entryPoint, string[] args, CancellationToken cancellationToken = default) =>
        CreateAsync(entryPoint, args, static (_, _) => { }, cancellationToken);

    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <typeparam name="TEntryPoint">A type of the AppHost's assembly, for example <c>Projects.Erp_AppHost</c>.</typeparam>
    /// <param name="args">The AppHost's command line, also read as configuration.</param>
    /// <param name="configureBuilder">Changes the options before the AppHost's builder is made.</param>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default) =>
        CreateAsync(typeof(TEntryPoint), args, configureBuilder, cancellationToken);

    /// <summary>Runs an AppHost up to the point where it would build its application.</summary>
    /// <param name="entryPoint">A type of the AppHost's assembly.</param>
    /// <param name="args">The AppHost's command line, also read as configuration.</param>
    /// <param name="configureBuilder">Changes the options before the AppHost's builder is made.</param>
    /// <param name="cancellationToken">Ends the wait for the AppHost.</param>
    /// <returns>A builder with everything that the AppHost has added.</returns>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        Type entryPoint, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entryPoint);
        Arguments.ThrowIfInvalid(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);

        var factory = new PausedFactory(entryPoint, args, configureBuilder);
        try
        {
            return new PausedBuilder(factory, await factory.GetBuilderAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await factory.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates an empty builder; the test describes the application itself.</summary>
    /// <param name="args">A command line, read as configuration.</param>
    /// <returns>An empty builder.</returns>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, static (_, _) => { });

    /// <summary>Creates an empty builder; the test describes the application itself.</summary>
    /// <param name="args">A command line, read as configuration.</param>
    /// <param name="configureBuilder">Changes the options before the builder is made.</param>
    /// <returns>An empty builder.</returns>
    public static IDistributedApplicationTestingBuilder Create(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        Arguments.ThrowIfInvalid(args);
        ArgumentNullException.ThrowIfNull(configureBuilder);

        var appHost = AppHosts.OfCaller();
        BuilderHooks.Current = new BuilderHooks { Constructing = (options, settings) => TestSettings.Apply(args, appHost, options, settings, configureBuilder) };
        try
        {
            return new EmptyBuilder(new DistributedApplicationBuilder(args));
        }
        finally
        {
            BuilderHooks.Current = null;
        }
    }
}
