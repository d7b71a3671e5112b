namespace Erp.Employee.Tests.Support;

/// <summary>Tests of this collection share one server and one service.</summary>
[CollectionDefinition(Name)]
public sealed class EmployeeTests : ICollectionFixture<EmployeeFixture>
{
    public const string Name = "employee";
}
