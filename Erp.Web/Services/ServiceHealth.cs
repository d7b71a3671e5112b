namespace Erp.Web.Services;

/// <summary>Which services answer, asked once for all who look within a few seconds.</summary>
internal sealed class ServiceHealth(IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<ServiceState>>? _asked;
    private long _at;

    /// <summary>By their own words, a few seconds old at most.</summary>
    public Task<IReadOnlyList<ServiceState>> StatesAsync()
    {
        lock (_gate)
        {
            if (_asked is { } asked && (!asked.IsCompleted || time.GetElapsedTime(_at) < Fresh)) return asked;
            // In nobody's name: whoever looked first may go before the services answer.
            using (ExecutionContext.SuppressFlow()) _asked = Task.Run(AskAsync);
            _at = time.GetTimestamp();
            return _asked;
        }
    }

    private async Task<IReadOnlyList<ServiceState>> AskAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Task.WhenAll(scope.ServiceProvider.GetServices<ServiceClient>()
            .Select(async c => new ServiceState(c.Service, await c.AnswersAsync())));
    }
}

/// <summary>A service, and whether it is ready to work.</summary>
internal sealed record ServiceState(string Name, bool Answers);
