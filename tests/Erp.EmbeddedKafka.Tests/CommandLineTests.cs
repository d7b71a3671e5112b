using System.Net;
using System.Net.Sockets;

namespace Erp.EmbeddedKafka.Tests;

public class CommandLineTests
{
    [Fact]
    public async Task Help_is_printed_and_is_no_error()
    {
        await using var program = EmbeddedKafkaProgram.Run("--help");
        Assert.Equal(0, await program.Process.WaitForExitAsync());
        Assert.Contains("--port", program.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port is missing")]
    [InlineData("--port needs a number", "--port")]
    [InlineData("--port needs a number", "--port", "x")]
    [InlineData("--port needs a number", "--port", "-1")]
    [InlineData("--port needs a number", "--port", "65536")]
    [InlineData("--topic needs a name", "--port", "0", "--topic", "a b")]
    [InlineData("Unknown argument 'start'", "start")]
    public async Task Bad_arguments_are_one_readable_line_and_exit_code_2(string expected, params string[] arguments)
    {
        await using var program = EmbeddedKafkaProgram.Run(arguments);
        Assert.Equal(2, await program.Process.WaitForExitAsync());
        var line = Assert.Single(program.Process.Output.TrimEnd().Split('\n'));
        Assert.StartsWith(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_readable_line_and_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var program = EmbeddedKafkaProgram.Run("--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}");
        Assert.Equal(1, await program.Process.WaitForExitAsync());
        Assert.StartsWith(
            "Cannot listen on", Assert.Single(program.Process.Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_cleanly(string signal)
    {
        await using var program = await EmbeddedKafkaProgram.StartAsync();
        Assert.Equal(0, await program.Process.StopAsync(signal));
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, program.Port));
    }
}
