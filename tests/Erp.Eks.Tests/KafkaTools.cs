using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Kafka's own programs. Where <c>kafka-acls.sh</c> is not among those in <c>KAFKA_HOME</c>, it is made of its
/// class.</summary>
internal static class KafkaTools
{
    private const string Acls = "kafka-acls.sh", Run = "kafka-run-class.sh";

    public static string WithAcls(string home, TemporaryFolder folder)
    {
        if (File.Exists(Path.Combine(home, "bin", Acls))) return home;
        var own = folder.File("home");
        if (Directory.Exists(own)) return own;
        var bin = Directory.CreateDirectory(Path.Combine(own, "bin")).FullName;
        foreach (var name in new[] { "libs", "config" })
            Directory.CreateSymbolicLink(Path.Combine(own, name), Path.Combine(home, name));
        foreach (var program in Directory.EnumerateFiles(Path.Combine(home, "bin")))
            File.CreateSymbolicLink(Path.Combine(bin, Path.GetFileName(program)), program);
        var acls = Path.Combine(bin, Acls);
        File.WriteAllText(
            acls, $"#!/bin/sh\nexec \"$(dirname -- \"$0\")/{Run}\" org.apache.kafka.tools.AclCommand \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(acls, (UnixFileMode)Convert.ToInt32("755", 8));
        return own;
    }
}
