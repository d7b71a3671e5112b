using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests;

/// <summary>The committed OpenAPI documents are what the services say.</summary>
[Collection(nameof(SharedSystem))]
public sealed class OpenApiTests(ApprovalSystem system)
{
    [Theory]
    [InlineData("request-1", "approval-request-service")]
    [InlineData("processing-1", "approval-processing-service")]
    public async Task The_document_has_not_drifted(string service, string name)
    {
        using var client = system.Client(service, Tokens.User(1, "HR"));

        await OpenApiDrift.AssertAsync(client, name);
    }
}
