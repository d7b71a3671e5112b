using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public sealed class LaunchProfileTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("project");

    private string ProjectPath => Path.Combine(_project.FullName, "web.csproj");

    public LaunchProfileTests()
    {
        File.WriteAllText(ProjectPath, "<Project />");
        Directory.CreateDirectory(Path.Combine(_project.FullName, "Properties"));
        Write("""
            {
              // Comments are common here.
              "profiles": {
                "container": { "commandName": "Docker", "applicationUrl": "http://localhost:1" },
                "http": { "commandName": "Project", "applicationUrl": "http://localhost:5100", "environmentVariables": { "MODE": "first" } },
                "both": { "commandName": "Project", "applicationUrl": "https://localhost:7100;http://localhost:5200", "environmentVariables": { "MODE": "both" } },
              }
            }
            """);
    }

    public void Dispose() => _project.Delete(recursive: true);

    [Fact]
    public async Task The_first_profile_that_runs_the_project_gives_endpoints_and_environment()
    {
        var project = TestModel.Builder().AddProject("web", ProjectPath);

        Assert.Equal(5100, project.GetEndpoint("http").EndpointAnnotation.Port);
        project.GetEndpoint("http").Allocate(5100, "<port>");
        var variables = await project.Resource.EnvironmentAsync();
        Assert.Equal("first", variables["MODE"]);
        Assert.Equal("http://localhost:<port>", variables["ASPNETCORE_URLS"]);
    }

    [Fact]
    public void A_profile_can_be_named()
    {
        var project = TestModel.Builder().AddProject("web", ProjectPath, "both");

        Assert.Equal(["https", "http"], project.Resource.GetEndpoints().Select(endpoint => endpoint.EndpointName));
    }

    [Fact]
    public async Task Without_a_profile_there_is_nothing_of_it()
    {
        var project = TestModel.Builder().AddProject("web", ProjectPath, launchProfileName: null);

        Assert.Empty(project.Resource.GetEndpoints());
        Assert.False((await project.Resource.EnvironmentAsync()).ContainsKey("MODE"));
    }

    [Fact]
    public void A_profile_that_is_not_there_is_an_error()
    {
        Assert.Contains("'nightly'", Assert.Throws<DistributedApplicationException>(() => TestModel.Builder().AddProject("web", ProjectPath, "nightly")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_launch_settings_name_the_file()
    {
        Write("{ broken");

        Assert.Contains("launchSettings.json", Assert.Throws<DistributedApplicationException>(() => TestModel.Builder().AddProject("web", ProjectPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_published_project_does_not_keep_the_ports_of_this_machine()
    {
        var project = TestModel.Builder("--publisher", "manifest").AddProject("web", ProjectPath);

        Assert.Null(project.GetEndpoint("http").EndpointAnnotation.Port);
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(_project.FullName, "Properties", "launchSettings.json"), text);
}
