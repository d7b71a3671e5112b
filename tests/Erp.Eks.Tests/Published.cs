using System.Diagnostics;
using Erp.TestSupport;
using Programs = Erp.AppHost.Backing.Programs;

namespace Erp.Eks.Tests;

/// <summary>The committed manifests, file by file and as kustomize renders them.</summary>
internal static class Published
{
    public static string Folder { get; } = Repository.File("manifests");

    public static readonly string[] Services =
        ["employee-service", "approval-request-service", "approval-processing-service", "notification-service"];

    public static readonly string[] Folders =
        ["base", "kafka", "employee", "approval-request", "approval-processing", "notification"];

    /// <summary>Objects of the plain folders, the road of <c>kubectl apply -f</c>.</summary>
    public static IReadOnlyList<Doc> Dev { get; } = [.. Folders.SelectMany(f => Objects(Path.Combine(Folder, f)))];

    /// <summary>Those of production: with the component.</summary>
    public static readonly string[] ServicesAndWeb = [.. Services, "web"];

    public static IReadOnlyList<Doc> Component(string name) => [.. Objects(Path.Combine(Folder, "components", name))];

    public static Doc File(params string[] path) =>
        Doc.Parse(System.IO.File.ReadAllText(Path.Combine([Folder, .. path]))).Single();

    public static Doc One(this IEnumerable<Doc> objects, string kind, string name) =>
        Assert.Single(objects, o => o.Kind == kind && o.Name == name);

    public static IEnumerable<Doc> Of(this IEnumerable<Doc> objects, string kind) => objects.Where(o => o.Kind == kind);

    public static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    /// <summary>What <c>kubectl kustomize</c> makes of a folder below the manifests, with the example's values as
    /// Secret.</summary>
    public static string Render(string path, string? kustomization = null)
    {
        var copy = Directory.CreateTempSubdirectory("erp-manifests-").FullName;
        try
        {
            foreach (var file in Directory
                    .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                    .Where(f => !f.EndsWith(".env", StringComparison.Ordinal)))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                System.IO.File.Copy(file, target);
            }
            foreach (var example in Directory.EnumerateFiles(copy, "*.env.example", SearchOption.AllDirectories))
                System.IO.File.Copy(example, example[..^".example".Length]);
            var folder = Path.Combine(copy, path);
            Directory.CreateDirectory(folder);
            if (kustomization is not null)
            {
                System.IO.File.Copy(Path.Combine(copy, "erp-secret.env"), Path.Combine(folder, "erp-secret.env"));
                System.IO.File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), kustomization);
            }
            var (exit, output, error) = Run("kubectl", ["kustomize", folder]);
            Assert.True(exit == 0, error);
            return output;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    public static (int ExitCode, string Output, string Error) Run(
        string program, IEnumerable<string> arguments, string? input = null,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Programs.Find(program) ?? program, arguments)
        {
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Programs.RunAsync(start, CancellationToken.None, input ?? "").GetAwaiter().GetResult();
    }

    private static IEnumerable<Doc> Objects(string folder) =>
        FilesIn(folder)
            .Where(f => f != "kustomization.yaml")
            .SelectMany(f => Doc.Parse(System.IO.File.ReadAllText(Path.Combine(folder, f))))
            .Where(d => d.Has("kind"));
}
