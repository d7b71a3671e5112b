using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard is told of a command's outcome.</summary>
internal static class CommandMessages
{
    public static ResourceCommandResponse From(ExecuteCommandResult result)
    {
        var message = new ResourceCommandResponse
        {
            Kind = result switch
            {
                { Canceled: true } => ResourceCommandResponseKind.Cancelled,
                { Success: true } => ResourceCommandResponseKind.Succeeded,
                _ => ResourceCommandResponseKind.Failed,
            },
        };
        if (result.Message is { } text)
        {
            // The dashboard shows the one with a failure and the other with a success.
            if (message.Kind == ResourceCommandResponseKind.Failed) message.ErrorMessage = text;
            message.Message = text;
        }

        return message;
    }
}
