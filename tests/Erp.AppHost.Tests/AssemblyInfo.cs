// One whole application at a time: two of them would only measure how they starve each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
