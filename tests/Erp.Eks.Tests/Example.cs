using System.Text.Json;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>The values of the repository's example, and values of one's own in their place.</summary>
internal static class Example
{
    /// <summary>Images whose digest production wants: ours by name, those of others with their tag.</summary>
    public static IReadOnlyList<string> Images { get; } =
        Names(File.ReadAllText(Path.Combine(Published.Folder, "inventory.json")));

    public const string Registry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";

    /// <summary>Options that have nothing of the example left; their files are written to a folder.</summary>
    public static string[] Replaced(TemporaryFolder folder)
    {
        var (images, targetGroups) = (folder.File("images.json"), folder.File("target-groups.json"));
        var digests = Images.ToDictionary(image => image, _ => "sha256:" + new string('a', 64));
        File.WriteAllText(images, JsonSerializer.Serialize(digests));
        File.WriteAllText(targetGroups, File.ReadAllText(Repository.File("deploy", "terraform", "target-groups.json"))
            .Replace(":123456789012:", ":111122223333:", StringComparison.Ordinal)
            .Replace("sg-0123456789abcdef0", "sg-aaaaaaaaaaaaaaaaa", StringComparison.Ordinal));
        return
        [
            $"--Eks:ImagesFile={images}",
            $"--Eks:TargetGroupsFile={targetGroups}",
            $"--Eks:Registry={Registry}",
            "--Eks:SecretsManager:RoleArn=arn:aws:iam::111122223333:role/erp",
            "--Eks:Auth:Authority=https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abcdefghi",
            "--Eks:Auth:Audience=1h57kf5cpq17m0eml12EXAMPLE",
            "--Eks:Web:PublicUrl=https://erp.example.org",
            "--Eks:MySql:Host=mysql.example.org",
            "--Eks:Redis:Host=redis.example.org",
        ];
    }

    private static IReadOnlyList<string> Names(string json)
    {
        var inventory = JsonDocument.Parse(json).RootElement;
        return
        [
            .. inventory.GetProperty("public_images").EnumerateArray().Select(image => image.GetString()!),
            .. inventory.GetProperty("services").EnumerateObject()
                .Select(service => service.Value.GetProperty("image").GetString()!).Distinct(),
        ];
    }
}
