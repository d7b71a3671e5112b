using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Storage;

namespace Erp.Approval.Requests.Submitting;

/// <summary>Checks a request for approval and stores it together with its first messages.</summary>
internal sealed class SubmitApproval(
    IApprovalStore store, ApprovalChanges changes, PeopleCheck people, EmployeeClient employees, IStandIns standIns,
    Stamps stamps)
{
    /// <summary>The request as it was made, by this call or by an earlier one with the same key and body.</summary>
    public async Task<ApprovalRequest> HandleAsync(
        Submission submission, string? key, CancellationToken cancellationToken)
    {
        var idempotency = key is null ? null : new Idempotency(key, Hash(submission));
        // Before anybody is looked up: what was accepted once is answered even while the employee service is down.
        if (idempotency is not null && await EarlierAsync(submission, idempotency, cancellationToken) is { } earlier)
            return earlier;

        await people.MustBeActiveAsync(
            [submission.RequesterId, .. submission.ApproverIds, .. submission.Readers ?? []], cancellationToken);
        await CheckDaysAsync(submission, cancellationToken);
        return await changes.InsertAsync(
            id => ApprovalRequest.Submit(id, submission, stamps.Next(), standIns), idempotency, cancellationToken)
            ?? await EarlierAsync(submission, idempotency!, cancellationToken)
            ?? throw Problems.Unavailable(
                "request_busy", "The same key is being used at this moment; try again.", TimeSpan.FromSeconds(1));
    }

    private async Task<ApprovalRequest?> EarlierAsync(
        Submission submission, Idempotency idempotency, CancellationToken cancellationToken)
    {
        if (await store.FindByKeyAsync(submission.RequesterId, idempotency.Key, cancellationToken) is not { } earlier)
            return null;
        if (earlier.BodyHash != idempotency.BodyHash)
            throw Problems.Unprocessable("idempotency_key_reused", "This Idempotency-Key was used with another body.");
        // The first result again, whatever has become of the request since.
        return ApprovalRequest.Submit(
            earlier.Request.Id, submission, new(earlier.Request.CreatedAt, null), new AsItBegan(earlier.Request));
    }

    /// <summary>422 unless they are the working days of the dates.</summary>
    private async Task CheckDaysAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (submission.Period is not { } period) return;
        var days = await employees.CountWorkingDaysAsync(period, cancellationToken);
        if (days != submission.LeaveDays)
            throw Problems.Unprocessable(
                "days_do_not_fit",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"These dates have {days:0.#} working days, not {submission.LeaveDays:0.#}."));
    }

    private static string Hash(Submission submission) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(submission, ErpJson.Options)));
}
