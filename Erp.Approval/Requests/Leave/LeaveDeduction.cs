using System.Diagnostics;
using Erp.Approval.Requests.Domain;
using Erp.Approval.Requests.People;
using Erp.Approval.Requests.Storage;
using Erp.Messaging;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Erp.Approval.Requests.Leave;

/// <summary>Deducts the leave of requests that every step approved, then makes them final. What waits is stored in the
/// request, so a crash resumes here. One replica at a time asks for a request: of two, one could be refused and the
/// other, a moment later, not.</summary>
internal sealed class LeaveDeduction(
    IApprovalStore store, IServiceScopeFactory scopes, OutboxSignal outbox, Stamps stamps, TransientFaults faults,
    IOptions<ApprovalOptions> options, ILogger<LeaveDeduction> logger) : BackgroundService
{
    private static readonly ActivitySource Source = new("Erp.Approval");
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);
    private readonly Signal _waiting = new();

    /// <summary>Something waits.</summary>
    public void Wake() => _waiting.Set();

    public override void Dispose()
    {
        _waiting.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var id in await WaitingAsync(stoppingToken))
                await TryAsync(() => DeductAsync(id, stoppingToken), stoppingToken);
            await _waiting.WaitAsync(SafetyNet, stoppingToken);
        }
    }

    private async Task<IReadOnlyList<long>> WaitingAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<long> waiting = [];
        await TryAsync(async () => waiting = await store.ListDeductingAsync(100, cancellationToken), cancellationToken);
        return waiting;
    }

    private async Task TryAsync(Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (faults.IsTransient(e))
        {
            logger.LogWarning("Leave cannot be deducted at the moment, trying again: {Reason}", e.Message);
        }
#pragma warning disable CA1031 // One request that cannot be dealt with must not keep the others waiting.
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(e, "Leave cannot be deducted, trying again");
        }
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
        var refusal =
            await employees.DeductLeaveAsync(request.RequesterId, request.LeaveDays!.Value, id, cancellationToken);
        await store.ChangeAsync(id, r => Conclude(r, lease, refusal), cancellationToken);
        outbox.Set();
    }

    private bool Conclude(ApprovalRequest request, DateTimeOffset lease, string? refusal)
    {
        if (request.DeductionLease != lease) return false;
        if (refusal is null) request.LeaveDeducted(stamps.Next());
        else request.LeaveRefused(refusal, stamps.Next());
        return true;
    }
}
