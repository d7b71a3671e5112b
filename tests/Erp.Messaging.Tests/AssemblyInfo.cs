// Embedded and Apache's Kafka side by side, which mostly wait; no more, since group membership is a matter of seconds,
// and tests that take the processor from each other would measure that.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.Collections, MaxThreads = 2)]
