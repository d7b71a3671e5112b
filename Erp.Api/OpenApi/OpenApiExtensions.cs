using Erp.Api.Csv;
using Erp.Api.Json;
using Erp.Api.Paging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Erp.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c> and a page to browse it at <c>/docs</c>. Open to
/// everybody in development, otherwise to those who are signed in.</summary>
public static class OpenApiExtensions
{
    public static void AddOpenApiDocument(this WebApplicationBuilder builder)
    {
        var title = builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name
            ? name
            : builder.Environment.ApplicationName;
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type => Named.EnumOf(type.Type) is null
                ? OpenApiOptions.CreateDefaultSchemaReferenceId(type)
                : null;
            options.AddDocumentTransformer(new DocumentConventions(title));
            options.AddOperationTransformer<CsvOperations>();
            options.AddOperationTransformer<OperationConventions>();
            options.AddOperationTransformer<PageParameters>();
            options.AddSchemaTransformer<SchemaConventions>();
        });
    }

    public static void MapOpenApiDocument(this WebApplication app)
    {
        var document = app.MapOpenApi("/openapi/{documentName}.json");
        var page = app.MapScalarApiReference("/docs", options =>
        {
            options.OpenApiRoutePattern = "/openapi/{documentName}.json";
            options.AddDocument("v1");
            // Nothing from elsewhere: the page has to work without the internet.
            options.DefaultFonts = false;
            options.Telemetry = false;
        });
        if (!app.Environment.IsDevelopment()) return;
        document.AllowAnonymous();
        page.AllowAnonymous();
    }
}
