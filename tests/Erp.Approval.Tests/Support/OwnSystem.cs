namespace Erp.Approval.Tests.Support;

/// <summary>A system of one test's own, with servers of its own.</summary>
public sealed record OwnSystem(ApprovalSystem It) : IAsyncDisposable
{
    public static async Task<OwnSystem> StartAsync()
    {
        var own = new OwnSystem(new ApprovalSystem());
        await own.It.InitializeAsync();
        return own;
    }

    public async ValueTask DisposeAsync() => await It.DisposeAsync();
}
