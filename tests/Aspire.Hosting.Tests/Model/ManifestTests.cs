using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests.Model;

public class ManifestTests
{
    private static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {expected}, found {actual?.ToJsonString()}");

    [Fact]
    public async Task A_container_has_image_arguments_volumes_environment_and_bindings()
    {
        var resources = await TestModel.ManifestAsync(builder => builder.AddContainer("db", "docker.io/library/mysql", "9.1")
            .WithEndpoint(port: 3306, targetPort: 3306, name: "tcp")
            .WithEntrypoint("run")
            .WithArgs("--a", "b")
            .WithVolume("data", "/var/lib/mysql")
            .WithBindMount("init", "/init", isReadOnly: true)
            .WithEnvironment("X", "1"));

        Equal("""
            {
              "type": "container.v0", "image": "docker.io/library/mysql:9.1", "entrypoint": "run", "args": ["--a", "b"],
              "volumes": [{ "name": "data", "target": "/var/lib/mysql", "readOnly": false }],
              "bindMounts": [{ "source": "../init", "target": "/init", "readOnly": true }],
              "env": { "X": "1" },
              "bindings": { "tcp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "port": 3306, "targetPort": 3306 } }
            }
            """, resources["db"]);
    }

    [Fact]
    public async Task A_project_is_v0_with_a_path_from_the_manifest_on_and_the_ports_of_its_image()
    {
        var resources = await TestModel.ManifestAsync(builder => builder.AddService("web")
            .WithHttpEndpoint(port: 8081, name: "http").WithHttpEndpoint(name: "admin").WithExternalHttpEndpoints().WithReplicas(2));

        Equal("\"project.v0\"", resources["web"]!["type"]);
        Equal("\"../web/web.csproj\"", resources["web"]!["path"]);
        Equal("""
            {
              "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 8080, "external": true },
              "admin": { "scheme": "http", "protocol": "tcp", "transport": "http", "targetPort": 8000, "external": true }
            }
            """, resources["web"]!["bindings"]);
        Equal("\"{web.bindings.http.targetPort}\"", resources["web"]!["env"]!["HTTP_PORTS"]);
        Assert.Null(resources["web"]!["env"]!["ASPNETCORE_URLS"]);
    }

    [Fact]
    public async Task A_program_has_its_command_and_folder()
    {
        var resources = await TestModel.ManifestAsync(builder => builder.AddExecutable("tool", "node", "app", "index.js"));

        Equal("""{ "type": "executable.v0", "workingDirectory": "../app", "command": "node", "args": ["index.js"] }""", resources["tool"]);
    }

    [Fact]
    public async Task References_are_placeholders_and_every_value_is_text()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            var db = builder.AddConnectionString("db");
            var employee = builder.AddService("employee").WithHttpEndpoint(name: "http");
            builder.AddService("web").WithReference(db, connectionName: "mysql").WithReference(employee)
                .WithEnvironment(context => context.EnvironmentVariables["NUMBER"] = 5)
                .WithEnvironment(context => context.EnvironmentVariables["TRUTH"] = true);
        });

        var env = resources["web"]!["env"]!.AsObject();
        Assert.All(env, variable => Assert.Equal(System.Text.Json.JsonValueKind.String, variable.Value!.GetValueKind()));
        Equal("\"{employee.bindings.http.url}\"", env["services__employee__http__0"]);
        Equal("\"5\"", env["NUMBER"]);
        Equal("\"true\"", env["TRUTH"]);
        // Either place-holder is that of the parameter.
        Assert.Contains((string)env["ConnectionStrings__mysql"]!, new[] { "{db.connectionString}", "{db.value}" });
        Equal("""{ "type": "parameter.v0", "connectionString": "{db.value}", "value": "{db.inputs.value}", "inputs": { "value": { "type": "string", "secret": true } } }""", resources["db"]);
    }

    [Fact]
    public async Task A_generated_parameter_says_how_and_shows_no_value()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            builder.AddParameter("key", new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);
            builder.AddParameter("hidden", "not to be seen");
            builder.AddParameter("shown", "5", publishValueAsDefault: true);
        });

        Equal("""{ "type": "parameter.v0", "value": "{key.inputs.value}", "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 48, "special": false } } } } }""", resources["key"]);
        Equal("""{ "type": "string" }""", resources["hidden"]!["inputs"]!["value"]);
        Equal("""{ "type": "string", "default": { "value": "5" } }""", resources["shown"]!["inputs"]!["value"]);
        Assert.DoesNotContain("not to be seen", resources.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_keeps_every_character_of_its_text()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            var password = builder.AddParameter("password", secret: true);
            builder.AddConnectionString("db", ReferenceExpression.Create($"Server=db;Password={password};Options=a&b+c<d>'\"é;"));
        });

        Assert.Equal("Server=db;Password={password.value};Options=a&b+c<d>'\"é;", (string?)resources["db"]!["connectionString"]);
        Equal("\"value.v0\"", resources["db"]!["type"]);
    }

    [Fact]
    public async Task Parameters_that_only_others_refer_to_stand_in_the_manifest_too()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, "redis-password", special: false);
            builder.AddContainer("redis", "redis", "8").WithEnvironment("PASSWORD", ReferenceExpression.Create($"{password}"));
        });

        Equal("\"parameter.v0\"", resources["redis-password"]!["type"]);
    }

    [Fact]
    public async Task An_encoded_value_has_an_annotated_string_only_where_encoding_changes_it()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            var plain = builder.AddParameter("plain", new GenerateParameterDefault { MinLength = 22, Special = false });
            var given = builder.AddParameter("given", secret: true);
            builder.AddConnectionString("db", ReferenceExpression.Create($"x://{plain:uri}:{given:uri}@host"));
        });

        Equal("\"x://{plain.value}:{given-uri-encoded.value}@host\"", resources["db"]!["connectionString"]);
        Equal("""{ "type": "annotated.string", "value": "{given.value}", "filter": "uri" }""", resources["given-uri-encoded"]);
        Assert.Null(resources["plain-uri-encoded"]);
    }

    [Fact]
    public async Task Excluded_resources_are_left_out_and_own_callbacks_are_used()
    {
        var resources = await TestModel.ManifestAsync(builder =>
        {
            builder.AddProgram("excluded").ExcludeFromManifest();
            builder.AddProgram("own").WithAnnotation(new ManifestPublishingCallbackAnnotation(context => context.Writer.WriteString("type", "own.v0")));
        });

        Equal("""{ "own": { "type": "own.v0" } }""", resources);
    }

    [Fact]
    public async Task Without_a_path_it_says_which_option_is_missing()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => TestModel.PublishAsync(_ => { }, "--publisher", "manifest"));

        Assert.Contains("--output-path", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_leaves_the_former_manifest_as_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("manifest");
        var path = Path.Combine(folder.FullName, "manifest.json");
        await File.WriteAllTextAsync(path, "former");

        await Assert.ThrowsAsync<DistributedApplicationException>(() => TestModel.PublishAsync(
            builder => builder.AddProgram("bad").WithEnvironment(_ => throw new InvalidOperationException("no")), "--publisher", "manifest", "--output-path", path));

        Assert.Equal("former", await File.ReadAllTextAsync(path));
        folder.Delete(recursive: true);
    }
}
