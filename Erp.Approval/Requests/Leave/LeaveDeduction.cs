using System.Diagnostics;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Storage;
using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Leave;

/// <summary>Deducts the leave of requests that every step approved, then makes them final. What waits is stored in the
/// request, so a crash resumes here. One replica at a time asks for a request: of two, one could be refused and the
/// other, a moment later, not.</summary>
internal sealed class LeaveDeduction(
    IApprovalStore store, ApprovalChanges changes, IServiceScopeFactory scopes, Stamps stamps, TransientFaults faults,
    IOptions<ApprovalOptions> options, ILogger<LeaveDeduction> logger)
    : RecurringWork("Leave cannot be deducted", options.Value.DeductionLease / 2, faults, logger)
{
    private static readonly ActivitySource Source = new("Erp.Approval");

    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        // One request that cannot be dealt with must not keep the others waiting.
        foreach (var id in await store.ListDeductingAsync(100, stoppingToken))
            await TryAsync(() => DeductAsync(id, stoppingToken), stoppingToken);
        return options.Value.DeductionLease / 2;
    }

    private async Task DeductAsync(long id, CancellationToken cancellationToken)
    {
        var (now, mine) = (stamps.Now, false);
        var lease = now + options.Value.DeductionLease;
        var request = await store.ChangeAsync(id, r => mine = r.LeaseDeduction(now, lease), cancellationToken);
        if (request is null || !mine) return;
        using var activity = Source.StartActivity("leave deduct", ActivityKind.Internal, request.DeductionTrace);
        await using var scope = scopes.CreateAsyncScope();
        var employees = scope.ServiceProvider.GetRequiredService<EmployeeClient>();
        var refusal = await employees.DeductLeaveAsync(request, cancellationToken);
        await changes.ChangeAsync(id, r => Conclude(r, lease, refusal), cancellationToken);
    }

    private bool Conclude(ApprovalRequest request, DateTimeOffset lease, string? refusal)
    {
        if (request.DeductionLease != lease) return false;
        if (refusal is null) request.LeaveDeducted(stamps.Next());
        else request.LeaveRefused(refusal, stamps.Next());
        return true;
    }
}
