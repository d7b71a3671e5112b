using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Erp.Api.Validation;

namespace Erp.Messaging.DeadLetters;

/// <summary>A dead letter, as a list shows it. Text from the message itself may be shortened.</summary>
/// <param name="Id">Where it lies: partition and offset, or the row's id.</param>
/// <param name="Of">The topic whose message it is.</param>
/// <param name="MessageId">Its sender's id, by which receivers recognise it; empty where it has none.</param>
/// <param name="Type">What the payload is; empty where the sender did not say.</param>
/// <param name="Key">Messages of one key keep their order.</param>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">How often it was tried, where that is known.</param>
/// <param name="Length">Bytes of the whole payload.</param>
/// <param name="Whole">False for one of which only a part was kept, since it was too large: it cannot be sent
/// back.</param>
public sealed record DeadLetterSummary(
    string Id, string Of, string MessageId, string Type, string Key, DateTimeOffset DeadAt, string Reason,
    int? Attempts, int Length, bool Whole);

/// <summary>Those that were asked for.</summary>
/// <param name="Items">Oldest first.</param>
/// <param name="More">There are further ones.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterSummary> Items, bool More);

/// <summary>A dead letter with all that is known of it.</summary>
/// <param name="Letter">What a list shows of it.</param>
/// <param name="TraceId">The trace of the request that caused the message; null when it is not known.</param>
/// <param name="Headers">As it has them, those of its end (<c>dlq-…</c>) too.</param>
/// <param name="Payload">As text, its first 16,384 characters; null when it has none.</param>
/// <param name="PayloadShortened">There is more of it, here or where it came from.</param>
public sealed record DeadLetterDetail(
    DeadLetterSummary Letter, string? TraceId, IReadOnlyDictionary<string, string> Headers, string? Payload,
    bool PayloadShortened)
{
    /// <summary>Characters of the payload that are shown.</summary>
    public const int MostOfPayload = 16 * 1024;

    /// <summary>Characters of any other text that are shown.</summary>
    public const int MostOfText = 1000;

    /// <summary>The beginning of a text, without half a character at its end.</summary>
    public static string Shorten(string text, int most = MostOfText) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}

/// <summary>How far dead letters are sent back or dropped, oldest first; all that are there where nothing is
/// said.</summary>
/// <param name="Until">Not those that died after it.</param>
/// <param name="Count">At most so many.</param>
[Description("How far, oldest first; all that are there where nothing is said.")]
public sealed record DeadLetterBounds(
    [Years(DeadLetterBounds.FirstYear, DeadLetterBounds.LastYear)] DateTimeOffset? Until = null,
    [Range(1, DeadLetterBounds.Most, ErrorMessage = "must be from {1} to {2}.")] int? Count = null)
{
    /// <summary>Of times that are no slip of the pen.</summary>
    public const int FirstYear = 2000, LastYear = 2100;

    /// <summary>The greatest <see cref="Count"/>.</summary>
    public const int Most = 1_000_000;
}

/// <summary>What became of them.</summary>
/// <param name="Count">So many were sent back, or dropped.</param>
/// <param name="Waiting">So many of those that were there wait still.</param>
/// <param name="Parts">Ids of those that wait because they are only a part of their message and cannot be sent back;
/// the first hundred.</param>
public sealed record DeadLettersMoved(int Count, int Waiting, IReadOnlyList<string> Parts)
{
    /// <summary>Ids of parts that are named.</summary>
    public const int MostParts = 100;
}
