using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Erp.Api.Errors;
using Erp.Api.OpenApi;
using Erp.Api.Validation;
using Erp.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Erp.Messaging.DeadLetters;

/// <summary>Resource <c>/dead-letters</c>: what this service could not process or deliver, for who operates
/// it.</summary>
public static class DeadLetterEndpoints
{
    private const int MostListed = 200, Listed = 50, LongestTopic = 249, LongestId = 40;

    private static readonly DeadLetterSummary Example = new(
        "1-17", "orders", "0197d0c5a6f07000a3c1d1b0c2e4f506", "OrderPlaced", "42",
        new(2026, 6, 9, 9, 30, 0, TimeSpan.Zero), "OrderPlaced is null.", 1, 4, Whole: true);

    /// <summary>Maps it, for services only, over all <see cref="IDeadLetters"/> of this one.</summary>
    public static RouteGroupBuilder MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/dead-letters").WithTags("Dead letters").RequireAuthorization(Policies.Service);

        letters.MapGet("", ListAsync).ProducesProblem(404)
            .WithName("ListDeadLetters")
            .WithSummary("What waits to be sent back or dropped, oldest first")
            .WithAnswerExample(200, new DeadLetterList([Example], More: false));
        letters.MapGet("{of}/{id}", GetAsync)
            .WithName("GetDeadLetter")
            .WithSummary("One of them with headers, trace and payload")
            .WithAnswerExample(200, new DeadLetterDetail(
                Example, "7bba9f33312b3dbb8b2c2c62bb7abe2d",
                new Dictionary<string, string> { [MessageHeaders.DeadLetterGroup] = "billing" }, "null", false));
        letters.MapPost("{of}/replay", ReplayAsync).ProducesProblem(409)
            .WithName("ReplayDeadLetters")
            .WithSummary("Send back, oldest first, after their cause is mended")
            .WithDescription(
                "Under their own message ids: what was processed meanwhile has no second effect. What was sent back is "
                    + "not sent again. Waits for another call that sends back or drops; 409 dead_letters_busy when "
                    + "that goes on for half a minute.")
            .WithExample(new DeadLetterBounds(Example.DeadAt, 100))
            .WithAnswerExample(200, new DeadLettersMoved(3, 1, ["0-4"]));
        letters.MapPost("{of}/drop", DropAsync).ProducesProblem(409)
            .WithName("DropDeadLetters")
            .WithSummary("Give up for good, oldest first")
            .WithDescription("Waits for another call, as sending back does.")
            .WithExample(new DeadLetterBounds(Example.DeadAt, 1))
            .WithAnswerExample(200, new DeadLettersMoved(1, 0, []));
        return letters;
    }

    private static async Task<Ok<DeadLetterList>> ListAsync(
        [Line(LongestTopic), Description("A topic; without one, of all that this service keeps dead letters of.")]
        string? of,
        [Range(1, MostListed, ErrorMessage = "must be from {1} to {2}."), Description("At most so many; 50 if absent.")]
        int? count,
        [Years(DeadLetterBounds.FirstYear, DeadLetterBounds.LastYear), Description("Not those that died before it.")]
        DateTimeOffset? since,
        [Years(DeadLetterBounds.FirstYear, DeadLetterBounds.LastYear), Description("Not those that died after it.")]
        DateTimeOffset? until,
        IEnumerable<IDeadLetters> all, CancellationToken cancellationToken)
    {
        var most = count ?? Listed;
        // One more only tells that there are more.
        var filter = new DeadLetterFilter(most + 1, since, until);
        var found = new List<DeadLetterSummary>();
        foreach (var topic in of is null ? Known(all) : [of])
            found.AddRange(await Keeping(all, topic).ListAsync(topic, filter, cancellationToken));
        return TypedResults.Ok(new DeadLetterList([.. found.OrderBy(l => l.DeadAt).Take(most)], found.Count > most));
    }

    private static async Task<Ok<DeadLetterDetail>> GetAsync(
        [Line(LongestTopic)] string of, [Line(LongestId)] string id, IEnumerable<IDeadLetters> all,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await Keeping(all, of).FindAsync(of, id, cancellationToken) ?? throw Problems.NotFound(
            "dead_letter_not_found", $"No dead letter of {of} with this id waits."));

    private static async Task<Ok<DeadLettersMoved>> ReplayAsync(
        [Line(LongestTopic)] string of, DeadLetterBounds bounds, IEnumerable<IDeadLetters> all,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await Keeping(all, of).ReplayAsync(of, bounds, cancellationToken));

    private static async Task<Ok<DeadLettersMoved>> DropAsync(
        [Line(LongestTopic)] string of, DeadLetterBounds bounds, IEnumerable<IDeadLetters> all,
        CancellationToken cancellationToken) =>
        TypedResults.Ok(await Keeping(all, of).DropAsync(of, bounds, cancellationToken));

    private static List<string> Known(IEnumerable<IDeadLetters> all) =>
        [.. all.SelectMany(d => d.Of).Order(StringComparer.Ordinal)];

    private static IDeadLetters Keeping(IEnumerable<IDeadLetters> all, string of) =>
        all.FirstOrDefault(d => d.Of.Contains(of))
        ?? throw new ProblemException(404, "unknown_dead_letters",
            $"This service keeps no dead letters of '{of}', but of {string.Join(", ", Known(all))}.")
        {
            Extensions = new Dictionary<string, object?> { ["of"] = Known(all) },
        };
}
