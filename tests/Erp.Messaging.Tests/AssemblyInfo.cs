// Group membership is a matter of seconds: tests that take the processor from each other would measure that.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
