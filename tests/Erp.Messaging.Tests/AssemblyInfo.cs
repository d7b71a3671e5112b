// Group membership is a matter of seconds: tests that take the processor from each other would measure that.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
