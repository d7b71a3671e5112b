using System.Globalization;
using Dapper;
using Erp.Api.Errors;
using Erp.Api.Json;
using Erp.Contracts;
using Erp.Employee.Data;
using Erp.Employee.Employees;
using Erp.Employee.LeaveLedger;
using Erp.Employee.Outbox;
using Erp.ServiceDefaults.Auth;
using Erp.ServiceDefaults.Company;
using MySqlConnector;

namespace Erp.Employee.Quests;

/// <summary>Moves an employee's progress along <see cref="QuestMoves"/>, under the employee's lock.</summary>
internal sealed class QuestProgressStore(
    Database database, Ledger ledger, NotificationOutbox notifications, CompanyCalendar calendar)
{
    public Task<QuestProgress> AcceptAsync(long questId, long employeeId) =>
        MoveAsync(
            questId,
            employeeId,
            QuestMove.Accept,
            (transaction, quest, employee) =>
            {
                if (quest.Deleted)
                    throw Problems.Conflict("quest_deleted", "This quest is deleted and accepts nobody.");
                Caller.Must(
                    quest.Department == employee.Department,
                    "Quests are for the employees of their department.");
                return transaction.Connection!.ExecuteAsync(
                    """
                    INSERT INTO quest_progress (quest_id, employee_id, status, accepted_at)
                        VALUES (@questId, @employeeId, 'IN_PROGRESS', @now)
                    ON DUPLICATE KEY UPDATE status = 'IN_PROGRESS', accepted_at = @now, completed_at = NULL,
                        decided_at = NULL, decided_by = NULL, reason = NULL
                    """,
                    new
                    {
                        questId,
                        employeeId,
                        now = calendar.Now,
                    },
                    transaction);
            });

    public Task<QuestProgress> CompleteAsync(long questId, long employeeId) =>
        MoveAsync(
            questId,
            employeeId,
            QuestMove.Complete,
            (transaction, _, _) =>
                transaction.Connection!.ExecuteAsync(
                    """
                    UPDATE quest_progress SET status = 'WAITING_APPROVAL', completed_at = @now
                        WHERE quest_id = @questId AND employee_id = @employeeId
                    """,
                    new
                    {
                        questId,
                        employeeId,
                        now = calendar.Now,
                    },
                    transaction));

    /// <summary>A manager's decision; the employee is told.</summary>
    public async Task<QuestProgress> DecideAsync(QuestDecision decision)
    {
        var (questId, move, managerId, employeeId, _) = decision;
        var (reason, to) = (decision.Reason?.Trim(), move == QuestMove.Approve ? "APPROVED" : "REJECTED");
        var progress = await MoveAsync(questId, employeeId, move, async (transaction, quest, _) =>
        {
            await transaction.Connection!.ExecuteAsync("""
                UPDATE quest_progress SET status = @to, decided_at = @now, decided_by = @managerId, reason = @reason
                WHERE quest_id = @questId AND employee_id = @employeeId
                """, new { questId, employeeId, to, managerId, reason, now = calendar.Now }, transaction);
            await notifications.AddAsync(transaction, employeeId, NotificationType.QuestStatusChanged, to,
                $"Your work on the quest \"{quest.Title}\" was {to.ToLowerInvariant()}."
                    + (reason is null ? "" : $" Reason: {reason}"),
                move == QuestMove.Approve
                    ? Sentences.QuestApproved(quest.Title, reason)
                    : Sentences.QuestRejected(quest.Title, reason));
        });
        notifications.Wake();
        return progress;
    }

    /// <summary>Pays the reward. The move and the ledger's unique source each see to it that it is paid once.</summary>
    public async Task<QuestClaimed> ClaimAsync(long questId, long employeeId)
    {
        var (reward, remaining) = (0m, 0m);
        var progress = await MoveAsync(questId, employeeId, QuestMove.Claim, async (transaction, quest, employee) =>
        {
            await transaction.Connection!.ExecuteAsync("""
                UPDATE quest_progress SET status = 'CLAIMED', claimed_at = @now
                    WHERE quest_id = @questId AND employee_id = @employeeId
                """, new { questId, employeeId, now = calendar.Now }, transaction);
            var source = string.Create(CultureInfo.InvariantCulture, $"{questId}/{employeeId}");
            reward = quest.RewardDays;
            remaining = await ledger.AddAsync(transaction, employee, new(reward, LedgerKind.Quest, source));
        });
        return new(questId, employeeId, progress.Status, reward, remaining);
    }

    private Task<QuestProgress> MoveAsync(
        long questId, long employeeId, QuestMove move, Func<MySqlTransaction, QuestRow, EmployeeLock, Task> apply) =>
        database.WriteAsync(async transaction =>
        {
            var connection = transaction.Connection!;
            var employee = await EmployeeLock.TakeActiveAsync(transaction, employeeId);
            // Held against deletion until this move is committed.
            var quest =
                await connection.QuerySingleOrDefaultAsync<QuestRow?>(
                    $"SELECT {QuestRow.Columns} FROM quests q WHERE q.id = @questId LOCK IN SHARE MODE",
                    new { questId },
                    transaction) ?? throw QuestStore.NotFound();
            var from = await FindAsync(transaction, questId, employeeId);
            if (!QuestMoves.Table.ContainsKey((from?.Status, move)))
                throw Problems.Conflict(
                    "quest_move_not_allowed",
                    $"{move} is not possible: this quest is {from?.Status.Name() ?? "not accepted"}.");
            await apply(transaction, quest, employee);
            return (await FindAsync(transaction, questId, employeeId))!;
        });

    private static async Task<QuestProgress?> FindAsync(MySqlTransaction transaction, long questId, long employeeId) =>
        (await transaction.Connection!.QuerySingleOrDefaultAsync<ProgressRow?>(
            $"SELECT {ProgressRow.Columns} FROM quest_progress p WHERE p.quest_id = @questId AND "
                + "p.employee_id = @employeeId",
            new { questId, employeeId }, transaction))?.ToProgress();
}
