using Erp.Approval.Processing;
using Erp.Approval.Requests;
using Erp.People;
using Erp.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Erp.Approval;

/// <summary>One program, two services: <c>Approval:Role</c> says which.</summary>
public static class ApprovalExtensions
{
    /// <summary>Registers what the configured role needs.</summary>
    public static WebApplicationBuilder AddApproval(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ApprovalOptions>(ApprovalOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddPeople();
        return Role(builder.Configuration) == ApprovalRole.Request ? builder.AddRequests() : builder.AddProcessing();
    }

    /// <summary>Maps the endpoints of the configured role.</summary>
    public static void MapApproval(this WebApplication app)
    {
        if (Role(app.Configuration) == ApprovalRole.Request) app.MapApprovals();
        else app.MapInbox();
    }

    private static ApprovalRole Role(IConfiguration configuration) =>
        configuration[$"{ApprovalOptions.Section}:{nameof(ApprovalOptions.Role)}"] is not { Length: > 0 } role
        ? ApprovalRole.Request
        : Enum.TryParse<ApprovalRole>(role, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
        : throw new InvalidOperationException($"Approval:Role must be request or processing, not '{role}'.");
}
