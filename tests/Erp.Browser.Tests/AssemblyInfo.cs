using Erp.Browser.Tests.Support;

// One browser at a time: the application has the rest of the machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Company))]
