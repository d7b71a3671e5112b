namespace Aspire.Hosting.MongoDB;

internal static class MongoDBContainerImageTags
{
    public const string Registry = "docker.io";
    public const string Image = "library/mongo";
    public const string Tag = "8.2";
}
