using Dapper;
using Erp.Api.Errors;
using Erp.Employee.Data;
using MySqlConnector;

namespace Erp.Employee.Holidays;

/// <summary>The table <c>holidays</c>. A change counts for leaves that are asked for from then on; those that stand
/// keep their days.</summary>
internal sealed class HolidayStore(Database database)
{
    public Task<IReadOnlyList<Holiday>> ListAsync(DateOnly from, DateOnly to) =>
        database.ReadAsync(connection => ListAsync(connection, from, to));

    /// <summary>As <see cref="ListAsync(DateOnly, DateOnly)"/>, in somebody's transaction.</summary>
    public static async Task<IReadOnlyList<Holiday>> ListAsync(
        MySqlConnection connection, DateOnly from, DateOnly to, MySqlTransaction? transaction = null) =>
        [.. await connection.QueryAsync<Holiday>(
            "SELECT day AS Date, name AS Name FROM holidays WHERE day BETWEEN @from AND @to ORDER BY day",
            new { from, to }, transaction)];

    /// <summary>409 when the day is one already, whatever its name.</summary>
    public async Task<Holiday> AddAsync(Holiday holiday)
    {
        var named = holiday with { Name = holiday.Name.Trim() };
        return await AddAsync([named]) == 1
            ? named
            : throw Problems.Conflict("holiday_exists", $"{named.Date:yyyy-MM-dd} is a holiday already.");
    }

    /// <summary>Adds those whose day is none yet.</summary>
    /// <returns>How many these were.</returns>
    public Task<int> AddAsync(IReadOnlyCollection<Holiday> holidays) => database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(
            "INSERT IGNORE INTO holidays (day, name) VALUES (@Date, @Name)", holidays, transaction));

    /// <summary>Deletes one day, or all from one to another.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeleteAsync(DateOnly from, DateOnly to) => database.WriteAsync(transaction =>
        transaction.Connection!.ExecuteAsync(
            "DELETE FROM holidays WHERE day BETWEEN @from AND @to", new { from, to }, transaction));
}
