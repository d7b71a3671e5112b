using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Erp.Web.SignIn;

/// <summary>The Data Protection keys of this replica, which can be told that there are others by now: by itself it
/// looks for them once a day.</summary>
internal sealed class SharedKeys(XmlKeyManager keys) : IKeyManager, IDisposable
{
    private CancellationTokenSource _changed = new();

    /// <summary>From here on all keys are read again.</summary>
    public void ReadAgain() => Interlocked.Exchange(ref _changed, new()).Cancel();

    public IKey CreateNewKey(DateTimeOffset activationDate, DateTimeOffset expirationDate) =>
        keys.CreateNewKey(activationDate, expirationDate);

    public IReadOnlyCollection<IKey> GetAllKeys() => keys.GetAllKeys();

    public CancellationToken GetCacheExpirationToken() =>
        CancellationTokenSource.CreateLinkedTokenSource(keys.GetCacheExpirationToken(), _changed.Token).Token;

    public void RevokeAllKeys(DateTimeOffset revocationDate, string? reason = null) =>
        keys.RevokeAllKeys(revocationDate, reason);

    public void RevokeKey(Guid keyId, string? reason = null) => keys.RevokeKey(keyId, reason);

    public void Dispose() => _changed.Dispose();
}
