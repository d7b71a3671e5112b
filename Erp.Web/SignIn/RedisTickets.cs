using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using StackExchange.Redis;

namespace Erp.Web.SignIn;

/// <summary>Sessions, encrypted, in Redis: any replica knows all of them, the cookie has a session's number only, and
/// signing out ends it. When Redis loses them, people sign in again.</summary>
internal sealed class RedisTickets(IConnectionMultiplexer redis, IDataProtectionProvider protection) : ITicketStore
{
    private readonly IDataProtector _protector = protection.CreateProtector("erp.tickets");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        ticket.Properties.SetString(Sessions.Key, id);
        await RenewAsync(id, ticket);
        return id;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var left = ticket.Properties.ExpiresUtc - DateTimeOffset.UtcNow ?? Sessions.Length;
        return left > TimeSpan.Zero
            ? redis.GetDatabase().StringSetAsync(
                KeyOf(key), _protector.Protect(TicketSerializer.Default.Serialize(ticket)), left)
            : RemoveAsync(key);
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        byte[]? stored = await redis.GetDatabase().StringGetAsync(KeyOf(key));
        if (stored is null) return null;
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            // The keys are lost, or this was never one of ours.
            return null;
        }
    }

    public Task RemoveAsync(string key) => redis.GetDatabase().KeyDeleteAsync(KeyOf(key));

    private static string KeyOf(string id) => $"web:session:{id}";
}
