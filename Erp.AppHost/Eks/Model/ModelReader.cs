using Erp.AppHost.Eks.Plan;
using Erp.AppHost.Eks.Settings;
using Microsoft.Extensions.Logging;

namespace Erp.AppHost.Eks.Model;

/// <summary>Reads the Aspire application model: what it says is not said again for the cluster.</summary>
internal sealed class ModelReader(EksOptions options, TargetGroups targetGroups, ProblemList problems)
{
    /// <summary>The plan of the cluster. Problems are collected, not thrown.</summary>
    public async Task<ClusterPlan> ReadAsync(
        DistributedApplicationModel model, DistributedApplicationExecutionContext execution, ILogger logger,
        CancellationToken cancellationToken)
    {
        var backings = new SortedDictionary<BackingKind, BackingService>();
        // A database comes after its server and knows more: its name.
        foreach (var resource in model.Resources)
        {
            if (BackingReader.KindOf(resource) is not { } kind) continue;
            backings[kind] =
                BackingReader.Read(resource, kind, options) with { Image = BackingReader.ImageOf(resource) };
        }

        var projects = model.Resources.OfType<ProjectResource>().Where(p => !p.IsExcludedFromPublish()).ToList();
        var ports = projects.Select(p => (p.Name, Port: PortOf(p))).Where(p => p.Port > 0)
            .ToDictionary(p => p.Name, p => p.Port);
        foreach (var shared in ports.GroupBy(p => p.Value).Where(g => g.Count() > 1))
        {
            problems.Add(string.Join(", ", shared.Select(p => p.Key)), "endpoint http",
                $"port {shared.Key} is used twice");
        }

        var reader = new EnvironmentReader(options, ports, backings, problems);
        var config = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var secrets = new SortedSet<string>(StringComparer.Ordinal);
        var services = new List<ServicePlan>();
        // What the base shares is complete when the components come.
        foreach (var project in projects.Where(p => ports.ContainsKey(p.Name))
            .OrderBy(IsComponent).ThenBy(p => ports[p.Name]))
        {
            var environment = await reader.ReadAsync(project, execution, logger, cancellationToken);
            secrets.UnionWith(environment.Secrets);
            var service = Service(project, ports[project.Name], environment);
            services.Add(IsComponent(project) ? Component(service, environment, config) : service);
            if (IsComponent(project)) continue;
            foreach (var (key, value) in environment.Config) config[key] = value;
        }

        return new()
        {
            Options = options,
            Services = services,
            Backings = [.. backings.Values],
            Config = config,
            SecretKeys = [.. secrets],
        };
    }

    private static bool IsComponent(ProjectResource project) =>
        project.Annotations.OfType<EksComponentAnnotation>().Any();

    /// <summary>With what the base does not read in a ConfigMap of its own.</summary>
    private static ServicePlan Component(
        ServicePlan service, ServiceEnvironment environment, SortedDictionary<string, string> shared)
    {
        var own = new SortedDictionary<string, string>(
            environment.Config.Where(c => !shared.ContainsKey(c.Key)).ToDictionary(), StringComparer.Ordinal);
        return service with
        {
            IsComponent = true,
            Config = own,
            Env = environment.VariablesWith(own.Keys, service.ConfigMap),
        };
    }

    private ServicePlan Service(ProjectResource project, int port, ServiceEnvironment environment)
    {
        var probes = new ProbeReader(project, problems);
        var folder = ServicePlan.FolderOf(project.Name);
        var targetGroup = project.Annotations.OfType<EksTargetGroupAnnotation>().LastOrDefault()?.Name ?? folder;
        var topics = project.Annotations.OfType<EksTopicsAnnotation>().LastOrDefault();
        return new()
        {
            Name = project.Name,
            Port = port,
            Replicas = project.GetReplicaCount(),
            Startup = probes.Startup,
            Liveness = probes.Liveness,
            Readiness = probes.Readiness,
            Image = ImageOf(project),
            Env = environment.Variables,
            Calls = [.. environment.Calls],
            Uses = [.. environment.Uses.Select(b => b.Kind).Order()],
            Egress = [.. project.Annotations.OfType<EksEgressAnnotation>().Select(e => (e.Port, e.Why))],
            Sends = topics?.Sends ?? [],
            Consumes = topics?.Consumes ?? [],
            Project = project.GetProjectMetadata().ProjectPath,
            TargetGroupName = targetGroup,
            TargetGroupArn = targetGroups.ArnOf(
                project.Name, folder, targetGroup, isOptional: options.IsDev && IsComponent(project), problems),
        };
    }

    /// <summary>Erp.Approval.csproj → erp-approval: one image per program, however many services run it.</summary>
    private static string ImageOf(ProjectResource project) =>
        Path.GetFileNameWithoutExtension(project.GetProjectMetadata().ProjectPath).ToLowerInvariant().Replace('.', '-');

    private int PortOf(ProjectResource project)
    {
        var endpoint = project.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name == "http");
        if (endpoint is null)
        {
            problems.Add(project.Name, "endpoint http",
                "is missing: add .WithHttpEndpoint(port: …, name: \"http\"), or .ExcludeFromManifest()");
            return 0;
        }
        // On a laptop the port is the proxy's, in front of replicas with ports of their own; in a pod the program
        // listens on it itself.
        if ((endpoint.Port ?? endpoint.TargetPort) is { } port) return port;
        problems.Add(project.Name, "endpoint http", "has no fixed port");
        return 0;
    }
}
