namespace Aspire.Hosting.Integrations.Tests.PublicSurface;

internal static class ApiList
{
    public static Dictionary<string, ApiMember> Read(string path) =>
        File.ReadLines(path)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToDictionary(f => f[0], f => new ApiMember(f[0], f[1], f[2], f[3]));
}
