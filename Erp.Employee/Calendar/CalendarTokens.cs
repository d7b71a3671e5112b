using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.Calendar;

/// <summary>The table <c>calendar_tokens</c>. A token is as long as a key, so a plain hash keeps it.</summary>
internal sealed class CalendarTokens(Database database, CompanyCalendar calendar)
{
    private const int Bytes = 32;

    /// <summary>A new one for this employee; the one before is worth nothing any more.</summary>
    public Task<CalendarToken> MakeAsync(long employeeId) => database.WriteAsync(async transaction =>
    {
        await EmployeeLock.TakeActiveAsync(transaction, employeeId);
        var made = new CalendarToken(
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)), calendar.Now);
        await transaction.Connection!.ExecuteAsync(
            "REPLACE INTO calendar_tokens (employee_id, token_hash, created_at) VALUES (@employeeId, @hash, @now)",
            new { employeeId, hash = Hash(made.Token), now = made.CreatedAt }, transaction);
        return made;
    });

    public Task WithdrawAsync(long employeeId) => database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(
            "DELETE FROM calendar_tokens WHERE employee_id = @employeeId", new { employeeId }, transaction));

    /// <summary>The department of the token's owner; null when it is nobody's, or of somebody who has left.</summary>
    public Task<string?> DepartmentOfAsync(string token) =>
        token.Length != Base64Url.GetEncodedLength(Bytes)
            ? Task.FromResult<string?>(null)
            : database.ReadAsync(connection => connection.QuerySingleOrDefaultAsync<string?>(
                """
                SELECT e.department FROM calendar_tokens t JOIN employees e ON e.id = t.employee_id
                WHERE t.token_hash = @hash AND e.active = 1
                """, new { hash = Hash(token) }));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
