using Erp.Api.Errors;
using Erp.Web.Forms;

namespace Erp.Web.Services;

/// <summary>A line of approvers that somebody keeps under a name.</summary>
public sealed record ApproverLine(string Name, IReadOnlyList<long> ApproverIds);

/// <summary>employee-service: lines of approvers.</summary>
public sealed partial class EmployeeClient
{
    private sealed record ApproverLines(IReadOnlyList<ApproverLine> Items);

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<ApproverLine>> LinesAsync(long id) =>
        (await GetAsync<ApproverLines>($"/employees/{id}/approver-lines")).Items;

    /// <summary>Instead of the one of that name.</summary>
    public Task SaveLineAsync(long id, string name, IReadOnlyList<long> approverIds) =>
        SendAsync(HttpMethod.Put, LinePath(id, name), new { approverIds });

    public Task DeleteLineAsync(long id, string name) => SendAsync(HttpMethod.Delete, LinePath(id, name));

    // Dots alone would lead to another place, however they are escaped.
    private static string LinePath(long id, string name) => name.Trim(' ', '.') is ""
        ? throw new ProblemException(400, ErrorCodes.ValidationFailed, "There is no line of that name.")
        {
            Extensions = new Dictionary<string, object?>
            {
                [Problem.ErrorsMember] = new Dictionary<string, string[]> { ["name"] = [FieldErrors.NoName] },
            },
        }
        : $"/employees/{id}/approver-lines/{Uri.EscapeDataString(name)}";
}
