using Erp.Api.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Erp.Api.Csv;

/// <summary>What a caller of a list accepts most (RFC 9110, 12.5.1): JSON, unless CSV is wanted more.</summary>
internal static class CsvNegotiation
{
    public const string MediaType = "text/csv";
    private const string Json = "application/json";

    /// <summary>Whether CSV is wanted; 406 when neither is.</summary>
    public static bool Wants(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0) return false;
        var (json, csv) = (Quality(accepted, Json), Quality(accepted, MediaType));
        if (json == 0 && csv == 0)
            throw new ProblemException(
                406, ErrorCodes.ForStatus(406), $"A list is {Json} or {MediaType}; Accept takes neither.");
        return csv > json;
    }

    // The most specific range that matches has the word, whatever the others say.
    private static double Quality(IEnumerable<MediaTypeHeaderValue> accepted, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        return accepted.Where(a => wanted.IsSubsetOf(Bare(a)))
            .OrderByDescending(a => a.MatchesAllTypes ? 0 : a.MatchesAllSubTypes ? 1 : 2)
            .Select(a => a.Quality ?? 1).FirstOrDefault();
    }

    // Without its parameters: text/csv;charset=utf-8 is what we have.
    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue range) => new(range.MediaType);
}
