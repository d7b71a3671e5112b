// Time limits are part of what is tested: tests that take the processor from each other would measure that.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
