using Erp.Contracts;
using Erp.Messaging;
using Erp.Notification.Messaging;
using Erp.People;
using Erp.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Erp.Notification.Mail;

/// <summary>Sends what somebody asked for by mail, at most once: it is marked before it is sent, and the mark is taken
/// back only when it has certainly not gone out. A server that is away gets the tries of every message and then the
/// dead letters have it, which can be sent back.</summary>
internal sealed class MailHandler(
    PeopleView people, MailAddressClient addresses, MailMarks marks, IMailTransport transport, TransientFaults faults,
    IOptions<MailOptions> options, ILogger<MailHandler> logger) : IMessageHandler
{
    public async Task<bool> HandleAsync(IncomingMessage message, CancellationToken cancellationToken)
    {
        if (Read(message) is not { } what) return true;
        // Until then employee-service, which may be away as well, would be asked about everybody.
        if (!people.Complete.IsCompleted) throw new DependencyUnavailableException("Not all people are known yet.");
        if (!MayBeWanted(what)) return true;
        var address = await AddressAsync(what.EmployeeId, cancellationToken);
        if (address is not { Email: { } email } || !address.Types.Contains(what.Type)) return true;
        if (!await marks.TakeAsync(what.EmployeeId, message.Id, what.Timestamp)) return false;
        try
        {
            await transport.SendAsync(
                MailText.Write(options.Value.From, email, address.Name, message.Id, what), cancellationToken);
            NotificationTelemetry.Mailed("sent");
        }
        catch (MailNotSentException e)
        {
            NotificationTelemetry.Mailed("refused");
            await marks.ReleaseAsync(what.EmployeeId, message.Id);
            if (e.IsFinal) throw new PoisonMessageException(e.Message, e);
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotificationTelemetry.Mailed("unknown");
            logger.LogWarning(
                "Whether mail {MessageId} to employee {EmployeeId} went out is unknown; it is not sent again: {Reason}",
                message.Id, what.EmployeeId, e.Message);
        }
        return true;
    }

    // What is no notification is for the other group to put aside: once is enough.
    private static NotificationRequested? Read(IncomingMessage message)
    {
        try { return NotificationHandler.Read(message); }
        catch (PoisonMessageException) { return null; }
    }

    // Most people want nothing by mail, which is known here; of whom it is not, employee-service is asked.
    private bool MayBeWanted(NotificationRequested what) =>
        people.Find(what.EmployeeId) is not { } person || person.MailTypes?.Contains(what.Type) == true;

    // One that is away does not stop the topic, as it would where everything waits for it.
    private async Task<MailAddress?> AddressAsync(long employeeId, CancellationToken cancellationToken)
    {
        try
        {
            return await addresses.FindAsync(employeeId, cancellationToken);
        }
        catch (Exception e) when (faults.IsTransient(e))
        {
            throw new MailNotSentException($"employee-service does not say the address: {e.Message}", inner: e);
        }
    }
}
