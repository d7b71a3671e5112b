using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The Terraform module and the publisher speak of the same services, ports and outputs.</summary>
public sealed class TerraformTests
{
    private static readonly string Variables = File.ReadAllText(Repository.File("deploy", "terraform", "variables.tf"));

    [Theory]
    [InlineData("employee", "employee-service")]
    [InlineData("approval-request", "approval-request-service")]
    [InlineData("approval-processing", "approval-processing-service")]
    [InlineData("notification", "notification-service")]
    public void Each_service_has_a_target_group_of_its_port_whose_name_is_the_one_bound(string folder, string service)
    {
        var group = Regex.Match(
            Variables, $@"^\s*{folder}\s*= {{ port = (\d+), short_name = ""([a-z-]+)"" }}$", RegexOptions.Multiline);
        Assert.Equal(
            Published.Dev.One("Service", service).List("spec", "ports").Single().Text("port"), group.Groups[1].Value);
        var arn = Published.Dev.One("TargetGroupBinding", $"{folder}-tgb").Text("spec", "targetGroupARN");
        Assert.Contains($":targetgroup/erp-dev-{group.Groups[2].Value}-nlb-tg/", arn);
    }

    [Fact]
    public void Its_outputs_are_what_the_publisher_reads()
    {
        var outputs = Regex.Matches(
            File.ReadAllText(Repository.File("deploy", "terraform", "outputs.tf")), @"^output ""(\w+)""",
            RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        var example = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Repository.File(
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
    public void It_is_formatted()
    {
        Requires.Program("terraform");
        var (exit, output, error) =
            Published.Run("terraform", ["fmt", "-check", "-diff", Repository.File("deploy", "terraform")]);
        Assert.True(exit == 0, output + error);
    }
}
