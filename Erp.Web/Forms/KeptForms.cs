using System.Security.Cryptography;
using System.Text.Json;
using Erp.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Erp.Web.Forms;

/// <summary>Forms that arrived when their sender's session had ended: kept for an hour, encrypted, so that nothing
/// typed is lost while they sign in. Then they are shown once more, to be sent by a press of a button.</summary>
internal sealed class KeptForms(
    IConnectionMultiplexer redis, IDataProtectionProvider protection, IOptions<AntiforgeryOptions> antiforgery)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly IDataProtector _protector = protection.CreateProtector("erp.kept-forms");

    /// <summary>Keeps the form of a request; the path where it is shown again, or null where there is none of ours.
    /// </summary>
    public async Task<string?> KeepAsync(HttpRequest request)
    {
        if (await ReadAsync(request) is not { Fields.Count: > 0 } form) return null;
        var id = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await redis.GetDatabase().StringSetAsync(
            KeyOf(id), _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(form)), Lifetime);
        return $"/kept/{id}";
    }

    /// <summary>A form that was kept; null when it is not there any more.</summary>
    public async Task<KeptForm?> FindAsync(string id)
    {
        byte[]? stored = await redis.GetDatabase().StringGetAsync(KeyOf(id));
        if (stored is null) return null;
        try
        {
            return JsonSerializer.Deserialize<KeptForm>(_protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>What a page of ours sent, without the token that tells so; null when it was no form, or another site's.
    /// </summary>
    public async Task<KeptForm?> ReadAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || !request.IsFromOurPages())
            return null;
        var form = await request.ReadFormAsync();
        return new(
            $"{request.Path}{request.QueryString}",
            [
                .. from field in form
                   where field.Key != antiforgery.Value.FormFieldName
                   from value in field.Value
                   select new KeptField(field.Key, value ?? ""),
            ]);
    }

    private static string KeyOf(string id) => $"web:kept:{id}";
}
