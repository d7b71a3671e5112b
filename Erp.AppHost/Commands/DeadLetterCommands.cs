using System.Globalization;
using System.Text.Json.Nodes;

namespace Erp.AppHost.Commands;

/// <summary>What a service could not process or deliver: shown, sent back and dropped from the dashboard's menu, by the
/// same endpoints that <c>erp dlq</c> calls.</summary>
internal static class DeadLetterCommands
{
    private const string Of = "of", Until = "until", Count = "count";

    /// <summary>Adds the commands <c>dead-letters-list</c>, <c>dead-letters-replay</c> and
    /// <c>dead-letters-drop</c>.</summary>
    /// <param name="service">Keeps the dead letters.</param>
    /// <param name="signingKey">Of the token with which they call.</param>
    /// <param name="of">Topics that it keeps dead letters of.</param>
    public static IResourceBuilder<ProjectResource> WithDeadLetters(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ParameterResource> signingKey,
        params string[] of)
    {
        var calls = new DeadLetterCalls(service.GetEndpoint("http"), signingKey.Resource);
        return service
            .WithCommand("dead-letters-list", "Dead letters", context => calls.GetAsync(context), new()
            {
                Description = $"Shows what could not be processed of {string.Join(", ", of)}.",
                IconName = "MailWarning",
            })
            .WithCommand("dead-letters-replay", "Replay dead letters", context => MoveAsync(calls, context, "replay"),
                new()
                {
                    Description = "Sends dead letters back, oldest first, after their cause is mended.",
                    ConfirmationMessage = "Send the dead letters back?",
                    IconName = "ArrowReply",
                    Arguments = Arguments(of),
                    ValidateArguments = context => Validate(context, of),
                })
            .WithCommand("dead-letters-drop", "Drop dead letters", context => MoveAsync(calls, context, "drop"), new()
            {
                Description = "Gives dead letters up for good, oldest first.",
                ConfirmationMessage = "Delete these messages for good? Nobody will ever process them.",
                IconName = "Delete",
                Arguments = Arguments(of),
                ValidateArguments = context => Validate(context, of),
            });
    }

    private static List<InteractionInput> Arguments(string[] of) =>
    [
        new()
        {
            Name = Of, Label = "Topic", InputType = InputType.Choice, Required = true, Value = of[0],
            Options = [.. of.Select(o => KeyValuePair.Create(o, o))],
        },
        new()
        {
            Name = Until, Label = "Until", InputType = InputType.Text, Placeholder = "2026-06-09T09:30:00Z",
            Description = "Not those that died later; all of them when empty.",
        },
        new()
        {
            Name = Count, Label = "At most", InputType = InputType.Number,
            Description = "So many, the oldest ones; all of them when empty.",
        },
    ];

    private static Task Validate(InputsDialogValidationContext context, string[] of)
    {
        if (!of.Contains(context.Inputs[Of].Value)) context.AddValidationError(Of, $"One of {string.Join(", ", of)}.");
        if (context.Inputs[Until].Value is { Length: > 0 } until && TimeOf(until) is null)
            context.AddValidationError(Until, "A time like 2026-06-09T09:30:00Z, or nothing.");
        if (context.Inputs[Count].Value is { Length: > 0 } count && NumberOf(count) is null)
            context.AddValidationError(Count, "A positive whole number, or nothing.");
        return Task.CompletedTask;
    }

    private static Task<ExecuteCommandResult> MoveAsync(
        DeadLetterCalls calls, ExecuteCommandContext context, string how)
    {
        var (until, count) = (TimeOf(context.Arguments[Until].Value), NumberOf(context.Arguments[Count].Value));
        return calls.PostAsync(
            context, context.Arguments[Of].Value!, how, new JsonObject { ["until"] = until, ["count"] = count });
    }

    private static DateTimeOffset? TimeOf(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time) ? time : null;

    private static int? NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
