namespace Erp.Testing.Application;

/// <summary>The whole application, however it was started.</summary>
public interface IRunningApplication
{
    /// <summary>A client for one service, any replica.</summary>
    HttpClient Client(string service, string token);
}
