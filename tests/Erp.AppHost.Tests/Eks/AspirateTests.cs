using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.AppHost.Tests.Eks;

/// <summary>The other road to the cluster: the Aspire manifest has nothing in it at which aspirate 9.1.0 stumbles, and the overlay in
/// deploy/aspirate gives the same objects as the direct road.</summary>
public sealed class AspirateTests : IDisposable
{
    /// <summary>All that aspirate 9.1.0 knows; anything else it skips with a line in yellow.</summary>
    private static readonly string[] Known = ["project.v0", "container.v0", "container.v1", "dockerfile.v0", "parameter.v0", "value.v0"];

    private static readonly string[] Members = ["connectionString", "value"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void The_manifest_avoids_every_trap_that_aspirate_has()
    {
        var resources = Resources();
        Assert.Subset(resources.Keys.ToHashSet(), Published.Services.ToHashSet());
        Assert.All(resources, resource =>
        {
            var (name, value) = (resource.Key, resource.Value);
            var type = value.GetProperty("type").GetString()!;
            if (type == "annotated.string") Assert.DoesNotContain($"{{{name}.value}}", Referenced(resources));
            else Assert.True(Known.Contains(type), $"{name} is a {type}");
            if (type == "project.v0") AssertProject(name, value);
            if (type.StartsWith("container", StringComparison.Ordinal)) AssertContainer(name, value);
        });
    }

    [Fact]
    public void Services_read_their_values_as_texts_in_which_no_character_is_dropped()
    {
        foreach (var (name, service) in Resources().Where(r => Published.Services.Contains(r.Key)))
        {
            foreach (var variable in service.GetProperty("env").EnumerateObject())
            {
                Assert.True(variable.Value.ValueKind == JsonValueKind.String, $"{name}: {variable.Name} is a {variable.Value.ValueKind}");
                var text = variable.Value.GetString()!;
                // One single character after the last placeholder is lost; HTML's own ones are encoded.
                Assert.False(Regex.IsMatch(text, @"\}[^{}]$"), $"{name}: {variable.Name} ends with one character after a placeholder: {text}");
                Assert.False(Regex.IsMatch(Regex.Replace(text, @"\{[^}]*\}", ""), "[&<>\"\n]|: | #"), $"{name}: {variable.Name}: {text}");
            }
        }
    }

    [Fact]
    public void Placeholders_name_what_there_is()
    {
        var resources = Resources();
        Assert.All(Referenced(resources), placeholder =>
        {
            var path = placeholder.Trim('{', '}').Split('.');
            Assert.True(resources.TryGetValue(path[0], out var resource), $"{placeholder} names no resource");
            if (path[1] == "bindings") Assert.True(resource.GetProperty("bindings").TryGetProperty(path[2], out _), $"{placeholder} names no binding");
            else Assert.True(Members.Contains(path[1]) || path[1] == "inputs", $"{placeholder} is not understood");
        });
    }

    [RequiresKubectlFact]
    public void The_overlay_gives_the_same_bindings_services_autoscalers_and_brokers_as_the_direct_road()
    {
        // What aspirate writes is stood in for by its own shape: a Deployment, a Service and a ConfigMap of the resource's name.
        var generated = Directory.CreateDirectory(_folder.File("repository/deploy/aspirate/output")).FullName;
        foreach (var service in Published.Services) WriteAsAspirate(generated, service, Published.Dev.One("Service", service).List("spec", "ports").Single().Number("port"));
        File.WriteAllText(Path.Combine(generated, "kustomization.yaml"), "resources:\n" + string.Concat(Published.Services.Select(s => $"- {s}\n")));
        Copy(Repository.File("deploy", "aspirate"), _folder.File("repository/deploy/aspirate"));
        Copy(Published.Folder, _folder.File("repository/manifests"));
        var (exit, output, error) = Published.Run("kubectl", ["kustomize", _folder.File("repository/deploy/aspirate")]);
        Assert.True(exit == 0, error);
        var overlay = Doc.Parse(output);
        var direct = Doc.Parse(Published.Render(""));
        string[] kinds = ["TargetGroupBinding", "StatefulSet", "HorizontalPodAutoscaler", "Service"];
        Assert.All(kinds, kind => Assert.Equal(direct.Of(kind).Select(Everything).Order(), overlay.Of(kind).Select(Everything).Order()));
        static string Image(Doc deployment) => $"{deployment.Name} {deployment.Container.Text("image")}";
        Assert.Equal(direct.Of("Deployment").Select(Image).Order(), overlay.Of("Deployment").Select(Image).Order());
    }

    private void AssertProject(string name, JsonElement project)
    {
        Assert.False(project.TryGetProperty("args", out _), $"{name} has args, in which placeholders are not resolved");
        Assert.True(File.Exists(Path.GetFullPath(project.GetProperty("path").GetString()!, _folder.Path)), $"{name}: no project at {project.GetProperty("path")}");
        // ASPNETCORE_URLS is added by aspirate itself; twice is an error of kustomize.
        Assert.False(project.GetProperty("env").TryGetProperty("ASPNETCORE_URLS", out _), $"{name} sets ASPNETCORE_URLS");
        AssertBindings(name, project);
    }

    private static void AssertContainer(string name, JsonElement container)
    {
        var image = container.GetProperty("image").GetString()!;
        Assert.Equal(image.ToLowerInvariant(), image);
        Assert.False(container.TryGetProperty("bindMounts", out _), $"{name} has bind mounts, which are dropped");
        foreach (var volume in container.TryGetProperty("volumes", out var volumes) ? volumes.EnumerateArray() : default)
            Assert.DoesNotContain('_', volume.GetProperty("name").GetString()!);
        AssertBindings(name, container);
    }

    private static void AssertBindings(string name, JsonElement resource)
    {
        if (!resource.TryGetProperty("bindings", out var bindings)) return;
        foreach (var binding in bindings.EnumerateObject())
        {
            Assert.True(binding.Name.Length <= 15 && Regex.IsMatch(binding.Name, "^[a-z]([a-z0-9-]*[a-z0-9])?$"), $"{name}: binding {binding.Name}");
            Assert.True(binding.Name == "http" || binding.Value.TryGetProperty("targetPort", out _), $"{name}: binding {binding.Name} has no targetPort");
        }
    }

    private Dictionary<string, JsonElement> Resources()
    {
        var file = _folder.File("manifest.json");
        if (!File.Exists(file))
        {
            var (exit, said) = AppHostProcess.Manifest(file);
            Assert.True(exit == 0, said);
        }
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("resources").EnumerateObject().ToDictionary(r => r.Name, r => r.Value);
    }

    private static IReadOnlyList<string> Referenced(Dictionary<string, JsonElement> resources) =>
        [.. resources.Values.SelectMany(r => Regex.Matches(r.GetRawText(), @"\{[a-z][\w-]*\.[\w.-]+\}").Select(m => m.Value)).Distinct()];

    private static string Everything(Doc item) => $"{item.Kind}/{item.Name} {string.Join('|', item.At("spec").Scalars())}";

    private static void WriteAsAspirate(string output, string name, int port)
    {
        var folder = Directory.CreateDirectory(Path.Combine(output, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), $"resources:\n- deployment.yaml\n- service.yaml\ngeneratorOptions:\n  disableNameSuffixHash: true\nconfigMapGenerator:\n- name: {name}-env\n  literals:\n  - A=b\n");
        File.WriteAllText(Path.Combine(folder, "service.yaml"), $"apiVersion: v1\nkind: Service\nmetadata:\n  name: {name}\nspec:\n  type: ClusterIP\n  selector:\n    app: {name}\n  ports:\n  - name: http\n    port: {port}\n    targetPort: {port}\n");
        File.WriteAllText(Path.Combine(folder, "deployment.yaml"), $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\n  labels:\n    app: {name}\nspec:\n  replicas: 1\n  minReadySeconds: 60\n  selector:\n    matchLabels:\n      app: {name}\n  strategy:\n    type: Recreate\n  template:\n    metadata:\n      labels:\n        app: {name}\n    spec:\n      containers:\n      - name: {name}\n        image: {name}:latest\n        envFrom:\n        - configMapRef:\n            name: {name}-env\n      terminationGracePeriodSeconds: 180\n");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
