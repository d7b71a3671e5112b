// One whole application at a time: two of them would only measure how they starve each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
