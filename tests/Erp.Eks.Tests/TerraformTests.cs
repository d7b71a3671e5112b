using System.Text.Json;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The Terraform module and the publisher speak of the same services, ports and outputs.</summary>
public sealed class TerraformTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Delete();

    [Fact]
    public void Each_service_has_a_target_group_of_its_port_whose_name_is_the_one_bound()
    {
        Requires.Program("terraform");
        // Terraform's own reading of the module's own expression, without the provider that the rest of it needs.
        var module = _folder.File("deploy/terraform");
        Directory.CreateDirectory(module);
        Directory.CreateDirectory(_folder.File("manifests"));
        File.Copy(Path.Combine(Published.Folder, "inventory.json"), _folder.File("manifests/inventory.json"));
        var main = File.ReadAllText(Repository.File("deploy", "terraform", "main.tf"));
        var services = Regex.Match(main, @"^  services = .*?^  }$", RegexOptions.Singleline | RegexOptions.Multiline);
        var variables = File.ReadAllText(Repository.File("deploy", "terraform", "variables.tf"));
        File.WriteAllText(Path.Combine(module, "variables.tf"), variables);
        File.WriteAllText(Path.Combine(module, "main.tf"), $"locals {{\n{services.Value}\n}}\n");
        // Variables without a default are asked for.
        var (exit, output, error) = Published.Run("terraform",
            [$"-chdir={module}", "console", "-var", "vpc_id=vpc-1", "-var", "subnet_ids=[\"a\",\"b\"]"],
            "jsonencode(local.services)");
        Assert.True(exit == 0, error);
        var groups = JsonDocument.Parse(JsonSerializer.Deserialize<string>(output)!).RootElement.EnumerateObject();
        Assert.Equal(
            Published.Dev.Concat(Published.Component("web")).Of("TargetGroupBinding").Select(binding =>
                $"{binding.Name} {binding.Text("spec", "serviceRef", "port")} "
                + Regex.Match(binding.Text("spec", "targetGroupARN")!, "erp-dev-([a-z-]+)-nlb-tg/").Groups[1]).Order(),
            groups.Select(group => $"{group.Name}-tgb {group.Value.GetProperty("port")} "
                + group.Value.GetProperty("short_name").GetString()).Order());
    }

    [Fact]
    public void Its_outputs_are_what_the_publisher_reads()
    {
        var outputs = Regex.Matches(
            File.ReadAllText(Repository.File("deploy", "terraform", "outputs.tf")), @"^output ""(\w+)""",
            RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        var example = JsonDocument.Parse(File.ReadAllText(Repository.File(
            "deploy", "terraform", "target-groups.json"))).RootElement.EnumerateObject().Select(p => p.Name);
        Assert.Equal(outputs.Order(), example.Order());
    }

    [Theory]
    [InlineData("aws-schema-5.82.json.gz")]
    [InlineData("aws-schema.json.gz")]
    public void It_fits_the_provider_at_both_ends_of_its_range(string schema)
    {
        Requires.Variable("TERRAFORM_CHECK");
        var schemas = Path.GetDirectoryName(Environment.GetEnvironmentVariable("TERRAFORM_CHECK"))!;
        StrictCheck.AssertPasses(
            "TERRAFORM_CHECK", "--schema", Path.Combine(schemas, schema), Repository.File("deploy", "terraform"));
    }

    [Fact]
    public void Nobody_outside_gets_in_unless_it_is_asked_for()
    {
        string Text(string file) => File.ReadAllText(Repository.File("deploy", "terraform", file));
        Assert.Matches(@"internal\s+= var\.public_listener == null\n", Text("main.tf"));
        Assert.Matches(@"(?s)variable ""public_listener"" {.*?\n  default = null\n}", Text("variables.tf"));
        Assert.All(Regex.Matches(Text("public.tf"), @"\b(?:count|for_each)\s+= (.*)\n").Select(m => m.Groups[1].Value),
            condition => Assert.StartsWith("var.public_listener == null ? ", condition));
        Assert.Equal(2, Regex.Count(Text("public.tf"), "^resource ", RegexOptions.Multiline));
        Assert.Equal(2, Regex.Count(Text("public.tf"), @"\b(count|for_each)\s+="));
        Assert.Matches(@"public_listener = var\.web == null \? null :", Text("complete/network.tf"));
        Assert.Matches(@"(?s)variable ""web"" {.*?\n  default = null\n}", Text("complete/variables.tf"));
    }

    /// <summary>A gateway's VPC link has addresses of its own, and pods often those of a second range.</summary>
    [Fact]
    public void A_vpc_link_gets_in_and_so_does_every_range_of_the_vpc()
    {
        var text = File.ReadAllText(Repository.File("deploy", "terraform", "main.tf"));
        Assert.Matches(@"\n  enforce_security_group_inbound_rules_on_private_link_traffic = ""off""\n", text);
        Assert.Contains(
            "[for association in data.aws_vpc.cluster.cidr_block_associations : association.cidr_block]", text);
        var rules = Regex.Matches(
            text, @"^resource ""aws_vpc_security_group_\w+_rule"".*?^}",
            RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.Equal(2, rules.Count);
        Assert.All(rules, rule =>
            Assert.Matches(@"(?s)for_each = local\.service_ranges\n.*each\.value\.cidr", rule.Value));
    }

    [Fact]
    public void Browsers_reach_the_pages_and_come_back_to_them_from_where_they_sign_in()
    {
        string Text(string file) => File.ReadAllText(Repository.File("deploy", "terraform", file));
        Assert.Contains("service         = optional(string, \"web\")", Text("variables.tf"));
        // Where ASP.NET's OpenID Connect handler answers.
        Assert.Contains("[\"https://${var.web.host}/signin-oidc\"]", Text("complete/identity.tf"));
        Assert.Contains("[\"https://${var.web.host}/signout-callback-oidc\"]", Text("complete/identity.tf"));
        Assert.Contains("--Eks:Web:PublicUrl=https://${var.web.host}", Text("complete/outputs.tf"));
    }

    [Fact]
    public void The_complete_module_says_what_the_publisher_reads_too()
    {
        string[] Outputs(params string[] path) =>
        [
            .. Regex.Matches(File.ReadAllText(Repository.File(["deploy", "terraform", .. path])), @"^output ""(\w+)""",
                RegexOptions.Multiline).Select(m => m.Groups[1].Value),
        ];
        Assert.Subset(Outputs("complete", "outputs.tf").ToHashSet(), Outputs("outputs.tf").ToHashSet());
    }

    [Fact]
    public void It_is_formatted()
    {
        Requires.Program("terraform");
        var (exit, output, error) = Published.Run(
            "terraform", ["fmt", "-check", "-diff", "-recursive", Repository.File("deploy", "terraform")]);
        Assert.True(exit == 0, output + error);
    }
}
