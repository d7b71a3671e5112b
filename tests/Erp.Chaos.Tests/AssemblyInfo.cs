// One fault at a time: what it leaves behind belongs to nobody else.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
