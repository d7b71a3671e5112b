using System.Globalization;
using System.Text.RegularExpressions;
using Erp.TestSupport;

namespace Erp.EmbeddedKafka.Tests;

/// <summary>The program as a user starts it.</summary>
internal sealed partial class EmbeddedKafkaProgram : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EmbeddedKafkaProgram(string[] arguments) =>
        Process = ServerProcess.Start(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Erp.EmbeddedKafka.dll"), .. arguments],
            _folder.File("log"));

    public ServerProcess Process { get; }

    public int Port { get; private set; }

    public string BootstrapServers => $"127.0.0.1:{Port}";

    public static EmbeddedKafkaProgram Run(params string[] arguments) => new(arguments);

    public static async Task<EmbeddedKafkaProgram> StartAsync(int port = 0)
    {
        var program = new EmbeddedKafkaProgram(["--port", port.ToString(CultureInfo.InvariantCulture)]);
        await program.Process.WaitUntilReadyAsync(
            () => Task.FromResult(Ready().IsMatch(program.Process.Output)), TimeSpan.FromSeconds(20));
        program.Port = int.Parse(Ready().Match(program.Process.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Delete();
    }

    [GeneratedRegex(@"ready on 127\.0\.0\.1:(\d+).*memory only")]
    private static partial Regex Ready();
}
