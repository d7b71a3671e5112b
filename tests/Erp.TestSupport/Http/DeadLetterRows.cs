namespace Erp.TestSupport;

/// <summary>The endpoints of dead letters, which are for services only, in every service's table.</summary>
public static class DeadLetterRows
{
    /// <summary>Before any letter was written.</summary>
    private static readonly object Oldest = new { until = "2000-01-01T00:00:00Z", count = 1 };

    /// <summary>Adds their four rows.</summary>
    /// <param name="table">The service's table.</param>
    /// <param name="of">What its letters are of, such as a topic.</param>
    /// <param name="nobody">An id that no letter has.</param>
    public static AuthorizationTable WithDeadLetters(this AuthorizationTable table, string of, string nobody) => table
        .ForServices("GET /dead-letters", new("/dead-letters?count=1"), 200)
        .ForServices("GET /dead-letters/{of}/{id}", new($"/dead-letters/{of}/{nobody}"), 404)
        .ForServices("POST /dead-letters/{of}/replay", new($"/dead-letters/{of}/replay", Oldest), 200)
        .ForServices("POST /dead-letters/{of}/drop", new($"/dead-letters/{of}/drop", Oldest), 200);

    private static AuthorizationTable ForServices(
        this AuthorizationTable table, string endpoint, TableRequest request, int service) => table.Row(
            endpoint, (_, _) => request, anonymous: 401, self: 403, other: 403, departmentManager: 403,
            otherManager: 403, hr: 403, service: service);
}
