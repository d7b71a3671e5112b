using System.Globalization;

namespace Erp.EmbeddedKafka;

/// <summary>The command line.</summary>
internal sealed record Arguments(int Port, IReadOnlyList<string> Topics, bool Help)
{
    internal const string Usage = """
        Erp.EmbeddedKafka: a three-broker Kafka in one process, for development and tests.

        Usage: Erp.EmbeddedKafka --port N [--topic NAME]...

          --port N      Port on 127.0.0.1 to bootstrap from, 0 to 65535 (0: any free one, printed). The brokers
                        themselves listen on ports of their own, which clients learn from this one.
          --topic NAME  A topic to make, with three partitions; may be repeated. Without it: the ERP's topics and their
                        dead-letter topics.
          --help        This text.

        The protocol is the real one (librdkafka's mock cluster); the data is kept in memory only.
        """;

    private static IEnumerable<string> ErpTopics =>
        Contracts.Topics.All.SelectMany(t => new[] { t.Name, t.DeadLetters }).OfType<string>();

    internal static bool TryParse(string[] args, out Arguments arguments, out string problem)
    {
        int? port = null;
        var topics = new List<string>();
        var help = false;
        problem = "";
        for (var i = 0; i < args.Length && problem.Length == 0; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    help = true;
                    break;
                case "--port" when IsPort(value, out var number):
                    port = number;
                    i++;
                    break;
                case "--port":
                    problem = "--port needs a number from 0 to 65535.";
                    break;
                case "--topic" when value is { Length: > 0 and <= 249 } && value.All(IsAllowed):
                    topics.Add(value);
                    i++;
                    break;
                case "--topic":
                    problem = "--topic needs a name of at most 249 letters, digits, '.', '_' and '-'.";
                    break;
                default:
                    problem = $"Unknown argument '{args[i]}'.";
                    break;
            }
        }
        if (problem.Length == 0 && !help && port is null) problem = "--port is missing.";
        arguments = new(port ?? 0, topics.Count > 0 ? topics : [.. ErpTopics], help);
        return problem.Length == 0;
    }

    private static bool IsPort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
