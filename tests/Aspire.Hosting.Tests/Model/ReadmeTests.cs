using System.Reflection;
using Aspire.Hosting.Tests.PublicSurface;

namespace Aspire.Hosting.Tests.Model;

public class ReadmeTests
{
    [Fact]
    public void The_readme_names_every_public_type()
    {
        var readme = File.ReadAllText(Path.Combine(Repository(), "hosting", "README.md"));

        var missing = HostingAssemblies.All.SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => !type.IsNested && type.Namespace!.StartsWith("Aspire.", StringComparison.Ordinal))
            .Select(type => type.Name.Split('`')[0])
            .Where(name => !readme.Contains($"`{name}`", StringComparison.Ordinal) && !name.EndsWith("LaunchProfileAnnotation", StringComparison.Ordinal))
            .Distinct();

        Assert.Empty(missing);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Erp.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
