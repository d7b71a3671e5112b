using Erp.ServiceDefaults.Errors;
using Erp.ServiceDefaults.Work;
using Microsoft.Extensions.Options;

namespace Erp.Notification.Mail;

/// <summary>Notices soon when Redis begins anew, so that little of what happens then is taken for older than
/// it.</summary>
internal sealed class MailMarksWatch(
    MailMarks marks, IOptions<NotificationOptions> options, TransientFaults faults, ILogger<MailMarksWatch> logger)
    : RecurringWork("The marks of sent mail cannot be checked", options.Value.EpochCheck, faults, logger)
{
    protected override async Task<TimeSpan?> TurnAsync(CancellationToken stoppingToken)
    {
        await marks.BeginAsync();
        return options.Value.EpochCheck;
    }
}
