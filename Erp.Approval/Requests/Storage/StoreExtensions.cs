using Erp.Approval.Requests.Storage.MongoDb;
using Erp.Approval.Requests.Storage.Sqlite;
using Erp.ServiceDefaults.Health;
using Erp.ServiceDefaults.Telemetry;

namespace Erp.Approval.Requests.Storage;

/// <summary>The approval store that the connection string <c>mongodb</c> asks for.</summary>
internal static class StoreExtensions
{
    /// <summary><c>mongodb://…</c> (or <c>mongodb+srv://…</c>) is MongoDB, <c>Data Source=…</c> is SQLite.</summary>
    public static void AddApprovalStore(this WebApplicationBuilder builder)
    {
        builder.AddTraceSource("MongoDB.Driver");
        builder.Services.AddSingleton(services => Create(
            services.GetRequiredService<IConfiguration>().GetConnectionString("mongodb")));
        builder.Services.AddSingleton<StoreStartup>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreStartup>());
        builder.Services.AddHealthChecks().AddCheck<StoreStartup>("approval-store", tags: [HealthTags.Ready]);
    }

    private static IApprovalStore Create(string? connectionString) => connectionString switch
    {
        { } uri when uri.StartsWith("mongodb", StringComparison.Ordinal) => new MongoApprovalStore(uri),
        { } file when file.Contains("Data Source", StringComparison.OrdinalIgnoreCase) => new SqliteApprovalStore(file),
        _ =>
            throw new InvalidOperationException(
                "ConnectionStrings:mongodb must be a MongoDB URI (mongodb://…) or a SQLite file (Data Source=…)."),
    };
}
