using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Erp.Notification.Tests.Support;

/// <summary>Just enough of an SMTP server: keeps what it takes, and fails as it is told to.</summary>
public sealed class SmtpStub : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _mails = new();

    public SmtpStub()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What it answers to the end of a mail; null cuts the connection off instead, with the mail
    /// taken.</summary>
    public Func<string, string?> Answer { get; set; } = _ => "250 taken";

    /// <summary>Answered to everybody who connects.</summary>
    public string Greeting { get; set; } = "220 stub";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Mails for this address.</summary>
    public IReadOnlyList<string> To(string address) =>
        [.. _mails.Where(m => m.Contains($"<{address}>", StringComparison.Ordinal) || m.Contains($"To: {address}"))];

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n" };
        async Task SayAsync(string text)
        {
            await writer.WriteLineAsync(text);
            await writer.FlushAsync();
        }
        await SayAsync(Greeting);
        while (await reader.ReadLineAsync() is { } command)
        {
            if (!command.StartsWith("DATA", StringComparison.Ordinal))
            {
                await SayAsync(command.StartsWith("QUIT", StringComparison.Ordinal) ? "221 bye" : "250 yes");
                continue;
            }
            await SayAsync("354 go on");
            var mail = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line && line != ".") mail.AppendLine(line);
            var answer = Answer(mail.ToString());
            if (answer is null or ['2', ..]) _mails.Enqueue(mail.ToString());
            if (answer is null) return;
            await SayAsync(answer);
        }
    }
}
