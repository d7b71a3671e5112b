using Erp.Employee.Tests.Support;

namespace Erp.Employee.Tests.Http;

[Collection(EmployeeTests.Name)]
public sealed class OpenApiTests(EmployeeFixture erp)
{
    [Fact]
    public Task The_committed_document_is_what_the_service_says() =>
        OpenApiDrift.AssertAsync(erp.Anonymous, "employee-service");
}
