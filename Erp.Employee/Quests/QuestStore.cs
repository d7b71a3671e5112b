using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Api.Paging;
using Erp.Employee.Data;
using Erp.Employee.RequestKeys;
using Erp.ServiceDefaults.Company;

namespace Erp.Employee.Quests;

/// <summary>Quests and lists of them, the latest first.</summary>
internal sealed class QuestStore(Database database, CompanyCalendar calendar)
{
    public static ProblemException NotFound() => Problems.NotFound("quest_not_found", "There is no such quest.");

    public async Task<QuestResponse> CreateAsync(CreateQuest quest, long? createdBy, RequestKey? key)
    {
        var row = new QuestRow(
            0, quest.Title.Trim(), quest.Description.Trim(), quest.RewardDays, quest.Department.Trim(), createdBy,
            false, calendar.Now);
        var id = await database.WriteAsync(transaction => RequestKey.OnceAsync(
            transaction, key, calendar.Now, () => transaction.Connection!.ExecuteScalarAsync<long>("""
                INSERT INTO quests (title, description, reward_days, department, created_by, created_at)
                VALUES (@Title, @Description, @RewardDays, @Department, @CreatedBy, @CreatedAt);
                SELECT LAST_INSERT_ID();
                """, row, transaction)));
        return await GetAsync(id);
    }

    public async Task<QuestResponse> GetAsync(long id) =>
        (
            await database.ReadAsync(c =>
                c.QuerySingleOrDefaultAsync<QuestRow?>(
                    $"SELECT {QuestRow.Columns} FROM quests q WHERE q.id = @id",
                    new { id })))?.ToResponse() ?? throw NotFound();

    /// <summary>The quest accepts nothing new. Again is the same.</summary>
    public Task DeleteAsync(long id) => database.WriteAsync(transaction => transaction.Connection!.ExecuteAsync(
        "UPDATE quests SET deleted = 1, deleted_at = @now WHERE id = @id AND deleted = 0",
        new { id, now = calendar.Now }, transaction));

    public Task<Page<QuestResponse>> ListAsync(string? department, PageRequest page) => QuestsAsync($"""
        SELECT {QuestRow.Columns} FROM quests q
        WHERE q.deleted = 0 {(department is null ? "" : "AND q.department = @department")} AND q.id < @before
        ORDER BY q.id DESC LIMIT @rows
        """, page, new { department });

    /// <summary>What an employee of this department can accept: not begun, or rejected.</summary>
    public Task<Page<QuestResponse>> AvailableAsync(long employeeId, string department, PageRequest page) =>
        QuestsAsync(
            $"""
            SELECT {QuestRow.Columns} FROM quests q
            LEFT JOIN quest_progress p ON p.quest_id = q.id AND p.employee_id = @employeeId
            WHERE q.deleted = 0 AND q.department = @department AND q.id < @before
                AND (p.id IS NULL OR p.status = 'REJECTED')
            ORDER BY q.id DESC LIMIT @rows
            """,
            page,
            new { employeeId, department });

    /// <summary>What a manager created, deleted ones too.</summary>
    public Task<Page<QuestResponse>> CreatedByAsync(long managerId, PageRequest page) => QuestsAsync($"""
        SELECT {QuestRow.Columns} FROM quests q WHERE q.created_by = @managerId AND q.id < @before ORDER BY q.id DESC
            LIMIT @rows
        """, page, new { managerId });

    /// <summary>What an employee accepted, with their progress.</summary>
    public async Task<Page<MyQuest>> AcceptedByAsync(long employeeId, PageRequest page)
    {
        var rows = (
            await database.ReadAsync(c =>
                c.QueryAsync<QuestRow, ProgressRow, (long Id, MyQuest Quest)>(
                    $"""
                    SELECT {QuestRow.Columns}, {ProgressRow.Columns}
                    FROM quest_progress p JOIN quests q ON q.id = p.quest_id
                    WHERE p.employee_id = @employeeId AND p.id < @before ORDER BY p.id DESC LIMIT @rows
                    """,
                    (quest, progress) => (progress.Id, new MyQuest(quest.ToResponse(), progress.ToProgress())),
                    Arguments(page, new { employeeId })))).AsList();
        var ids = Page.From(rows, page, r => r.Id);
        return new(ids.Items.Select(r => r.Quest).ToList(), ids.Next);
    }

    /// <summary>Everybody's progress in a quest, the latest first; of one status where it is given.</summary>
    public async Task<Page<QuestProgress>> ProgressAsync(long questId, QuestStatus? status, PageRequest page)
    {
        var rows = (await database.ReadAsync(c => c.QueryAsync<ProgressRow>($"""
            SELECT {ProgressRow.Columns} FROM quest_progress p
            WHERE p.quest_id = @questId {(status is null ? "" : "AND p.status = @status")} AND p.id < @before
                ORDER BY p.id DESC LIMIT @rows
            """, Arguments(page, new { questId, status = status?.Name() })))).AsList();
        var found = Page.From(rows, page, r => r.Id);
        return new(found.Items.Select(r => r.ToProgress()).ToList(), found.Next);
    }

    private async Task<Page<QuestResponse>> QuestsAsync(string sql, PageRequest page, object filter)
    {
        var rows = await database.ReadAsync(c => c.QueryAsync<QuestRow>(sql, Arguments(page, filter)));
        return Page.From(rows.Select(r => r.ToResponse()).ToList(), page, q => q.Id);
    }

    private static DynamicParameters Arguments(PageRequest page, object filter)
    {
        var arguments = new DynamicParameters(filter);
        arguments.AddDynamicParams(new { before = page.After ?? long.MaxValue, rows = page.Limit + 1 });
        return arguments;
    }
}
