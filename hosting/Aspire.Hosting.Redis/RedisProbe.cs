using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Redis;

/// <summary>Signs in, and waits for the answer to a PING: a server that still loads its snapshot refuses it.</summary>
internal static class RedisProbe
{
    public static async Task TalkAsync(RedisResource redis, NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        if (redis.PasswordParameter is { } parameter)
        {
            var password = await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
            await AskAsync("+OK", "AUTH", password).ConfigureAwait(false);
        }

        await AskAsync("+PONG", "PING").ConfigureAwait(false);

        async Task AskAsync(string expected, params string[] command)
        {
            var text = new StringBuilder($"*{command.Length}\r\n");
            foreach (var part in command) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            var answer = await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (answer != expected) throw new InvalidDataException($"{command[0]}: {answer ?? "the connection was closed"}");
        }
    }
}
