using System.Text.Json;
using Erp.Api.Json;
using Erp.Approval.Tests.Support;

namespace Erp.Approval.Tests.Requests;

public sealed class IdempotencyHashTests
{
    // What was hashed for keys that are stored: it must not change for bodies that were possible then.
    [Fact]
    public void A_body_of_before_has_the_hash_of_before() => Assert.Equal(
        """
        {"requesterId":1,"title":"Laptop","content":"A new laptop, please.",
        "type":"EXPENSE","leaveDays":null,"approverIds":[2,3]}
        """.ReplaceLineEndings(""),
        JsonSerializer.Serialize(Make.Submission(), ErpJson.Options));
}
