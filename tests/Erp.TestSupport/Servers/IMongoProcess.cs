namespace Erp.Approval.Tests.Storage;

/// <summary>A server that speaks MongoDB's protocol, without access control; its port and its data stay when it is
/// stopped and started.</summary>
internal interface IMongoProcess : IAsyncDisposable
{
    /// <summary>On 127.0.0.1.</summary>
    int Port { get; }

    /// <summary>Returns when it answers.</summary>
    Task StartAsync();

    Task StopAsync();
}
