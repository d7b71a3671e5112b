using Erp.Bench.Reporting;

namespace Erp.Bench.Benchmarks;

/// <summary>Something that is measured, with its raw twin in the same run.</summary>
internal interface IBenchmark
{
    /// <summary>As the command line has it.</summary>
    string Name { get; }

    /// <summary>One line for <c>--list</c>.</summary>
    string Description { get; }

    /// <summary>Measures a checkout; throws when what was measured was not done right.</summary>
    Task<Measured> RunAsync(BenchOptions options, string checkout, CancellationToken cancellationToken);
}

/// <summary>What a benchmark found out.</summary>
internal sealed record Measured(IReadOnlyList<Figure> Figures, Chart? Chart = null);
