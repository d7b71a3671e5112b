using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The other road to the cluster: the Aspire manifest has nothing in it at which aspirate 9.1.0 stumbles, and
/// the overlay in deploy/aspirate gives the same objects as the direct road.</summary>
public sealed class AspirateTests : IDisposable
{
    private const string Placeholder = @"\{([a-z][\w-]*\.[\w.-]+)\}";

    /// <summary>What aspirate encodes as HTML does, and what ends a value of YAML.</summary>
    private const string Corrupted = "[&<>\"\n]|: | #";

    /// <summary>All that aspirate 9.1.0 knows; anything else it skips with a line in yellow.</summary>
    private static readonly string[] Known =
        ["project.v0", "container.v0", "container.v1", "dockerfile.v0", "parameter.v0", "value.v0"];

    private static readonly string[] Members = ["connectionString", "value"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void The_manifest_avoids_every_trap_that_aspirate_has()
    {
        var resources = Resources();
        Assert.Subset(resources.Keys.ToHashSet(), Published.ServicesAndWeb.ToHashSet());
        Assert.All(resources, resource =>
        {
            var (name, value) = (resource.Key, resource.Value);
            Assert.Contains(TypeOf(value), Known);
            AssertName(name, 52);
            if (TypeOf(value) == "project.v0") AssertProject(name, value);
        });
    }

    [Fact]
    public void Services_read_their_values_as_texts_in_which_no_character_is_dropped_or_encoded()
    {
        var resources = Resources();
        foreach (var (_, service) in resources.Where(r => Published.ServicesAndWeb.Contains(r.Key)))
        {
            foreach (var variable in service.GetProperty("env").EnumerateObject())
            {
                Assert.Equal(JsonValueKind.String, variable.Value.ValueKind);
                var text = variable.Value.GetString()!;
                // One single character after the last placeholder is lost.
                Assert.DoesNotMatch(@"\}[^{}]$", text);
                Assert.DoesNotMatch(Corrupted, Resolve(text, resources));
            }
        }
    }

    [Fact]
    public void Placeholders_name_what_there_is()
    {
        var resources = Resources();
        var all = string.Join('\n', resources.Values.Select(r => r.GetRawText()));
        Assert.All(Regex.Matches(all, Placeholder).Select(m => m.Groups[1].Value).Distinct(), placeholder =>
        {
            var path = placeholder.Split('.');
            Assert.True(resources.TryGetValue(path[0], out var resource), $"{placeholder} names no resource");
            Assert.Contains(path[1], (string[])["bindings", "inputs", .. Members]);
            if (path[1] != "bindings") return;
            var bindings = resource.GetProperty("bindings");
            Assert.True(bindings.TryGetProperty(path[2], out _), $"{placeholder} names no binding");
        });
    }

    [Fact]
    public void The_command_in_the_documentation_gives_every_parameter_a_value()
    {
        var readme = File.ReadAllText(Repository.File("deploy", "aspirate", "README.md"));
        Assert.Equal(
            Resources().Where(r => TypeOf(r.Value) == "parameter.v0").Select(r => r.Key).Order(),
            Regex.Matches(readme, @"^  -pa ([\w-]+)=", RegexOptions.Multiline).Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public void The_overlay_gives_the_same_objects_as_the_direct_road()
    {
        Requires.Program("kubectl");
        AssertSameObjects(Published.Folder);
    }

    [Fact]
    public void The_overlay_gives_the_same_objects_as_the_direct_road_without_brokers_of_our_own()
    {
        Requires.Program("kubectl");
        var msk = _folder.File("msk");
        var (exit, said) = AppHostProcess.Publish(msk, "--Eks:Broker=msk");
        Assert.True(exit == 0, said);
        AssertSameObjects(msk);
    }

    private void AssertSameObjects(string published)
    {
        var (manifests, overlay) = (_folder.File("repository/manifests"), _folder.File("repository/deploy/aspirate"));
        Copy(published, manifests);
        var secret = Path.Combine(manifests, "erp-secret.env");
        File.Copy(secret + ".example", secret, overwrite: true);
        Copy(Repository.File("deploy", "aspirate"), overlay);
        AspirateOutput.Write(Path.Combine(overlay, "output"));
        Assert.Equal(Render(manifests), Render(overlay));
    }

    /// <summary>Every object with everything in it, whatever the order.</summary>
    private static IReadOnlyList<string> Render(string folder)
    {
        var (exit, output, error) = Published.Run("kubectl", ["kustomize", folder]);
        Assert.True(exit == 0, error);
        return [.. Doc.Parse(output).Select(o => $"{o} {string.Join('|', o.Scalars())}").Order(StringComparer.Ordinal)];
    }

    private void AssertProject(string name, JsonElement project)
    {
        Assert.False(project.TryGetProperty("args", out _), $"{name} has args, in which placeholders are not resolved");
        var path = project.GetProperty("path").GetString()!;
        Assert.True(File.Exists(Path.GetFullPath(path, _folder.Path)), $"{name}: no project at {path}");
        // ASPNETCORE_URLS is added by aspirate itself; twice is an error of kustomize.
        Assert.DoesNotContain(project.GetProperty("env").EnumerateObject(), v => v.Name == "ASPNETCORE_URLS");
        var port = Published.Dev.Concat(Published.Component("web"))
            .One("Service", name).List("spec", "ports").Single().Number("port");
        foreach (var binding in project.GetProperty("bindings").EnumerateObject())
        {
            AssertName(binding.Name, 15);
            // Aspirate makes a url with the target port, whatever the port of the Service.
            Assert.Equal(port, binding.Value.GetProperty("targetPort").GetInt32());
            if (binding.Value.TryGetProperty("port", out var other)) Assert.Equal(port, other.GetInt32());
        }
    }

    private static void AssertName(string text, int length)
    {
        Assert.Matches("^[a-z]([a-z0-9-]*[a-z0-9])?$", text);
        Assert.True(text.Length <= length, $"{text} is longer than {length} characters");
    }

    private static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>As aspirate reads a text: a placeholder of a member is that member; bindings and inputs are something
    /// plain.</summary>
    private static string Resolve(string text, Dictionary<string, JsonElement> resources) =>
        Regex.Replace(text, Placeholder, match =>
        {
            var path = match.Groups[1].Value.Split('.');
            return Members.Contains(path[1]) && resources[path[0]].TryGetProperty(path[1], out var member)
                ? Resolve(member.GetString()!, resources) : "plain";
        });

    private Dictionary<string, JsonElement> Resources()
    {
        var file = _folder.File("manifest.json");
        if (!File.Exists(file))
        {
            var (exit, said) = AppHostProcess.Manifest(file);
            Assert.True(exit == 0, said);
        }
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("resources").EnumerateObject()
            .ToDictionary(resource => resource.Name, resource => resource.Value);
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
