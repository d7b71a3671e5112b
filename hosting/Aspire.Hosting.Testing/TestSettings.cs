using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>How an application under test differs from one that is run: free ports, no dashboard, its own launch profile.</summary>
internal static class TestSettings
{
    public static void Apply(
        string[] args,
        Assembly appHost,
        DistributedApplicationOptions options,
        HostApplicationBuilderSettings settings,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        // An entry point may or may not pass its arguments on to the builder.
        var given = settings.Args ?? [];
        settings.Args = given.SequenceEqual(args) ? given : [.. given, .. args];
        options.Args = settings.Args;
        settings.ApplicationName = appHost.GetName().Name!;
        options.AssemblyName = settings.ApplicationName;
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;

        var folder = Noted(appHost, "apphostprojectpath");
        if (Directory.Exists(folder)) settings.ContentRootPath = folder;

        configure(options, settings);
        AddDefaults(settings, folder);
    }

    /// <summary>What the AppHost's SDK noted in its assembly.</summary>
    public static string? Noted(Assembly assembly, string key) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(m => string.Equals(m.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;

    private static void AddDefaults(HostApplicationBuilderSettings settings, string? folder)
    {
        settings.Configuration ??= new ConfigurationManager();
        var given = new ConfigurationBuilder().AddConfiguration(settings.Configuration).AddCommandLine(settings.Args ?? []).Build();
        var defaults = new Dictionary<string, string?>();
        foreach (var (name, value) in LaunchProfile(folder, given["DOTNET_LAUNCH_PROFILE"]))
        {
            Default(name, value);
            // The host reads its own settings without the prefix of the environment variable.
            foreach (var prefix in (string[])["DOTNET_", "ASPNETCORE_"])
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) Default(name[prefix.Length..], value);
        }

        Default("DcpPublisher:RandomizePorts", "true");
        Default("DcpPublisher:WaitForResourceCleanup", "true");
        Default("DcpPublisher:ContainerRuntimeInitializationTimeout", "00:00:30");
        Default("ASPNETCORE_URLS", "http://localhost:8080");
        settings.Configuration.AddInMemoryCollection(defaults);

        void Default(string key, string? value)
        {
            if (given[key] is null) defaults[key] = value;
        }
    }

    // The environment variables of the named launch profile, or of the first one.
    private static Dictionary<string, string?> LaunchProfile(string? folder, string? name)
    {
        var file = Path.Combine(folder ?? "", "Properties", "launchSettings.json");
        if (folder is null || !File.Exists(file)) return [];
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (!json.RootElement.TryGetProperty("profiles", out var profiles)) return [];
            var profile = profiles.EnumerateObject().FirstOrDefault(p => string.IsNullOrEmpty(name) || p.Name == name);
            if (profile.Value.ValueKind == JsonValueKind.Undefined)
                return string.IsNullOrEmpty(name) ? [] : throw new InvalidOperationException($"There is no launch profile '{name}' in {file}.");

            var variables = new Dictionary<string, string?> { ["DOTNET_LAUNCH_PROFILE"] = profile.Name };
            if (profile.Value.TryGetProperty("environmentVariables", out var environment))
                foreach (var variable in environment.EnumerateObject()) variables[variable.Name] = variable.Value.ToString();
            return variables;
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"{file} is not valid JSON: {e.Message}", e);
        }
    }
}
