using System.Globalization;
using Erp.AppHost.Eks;
using Microsoft.Extensions.Configuration;

namespace Erp.AppHost.Backing;

/// <summary>Where mail goes: to the server that the parameters name; on a laptop without one to a mail catcher
/// (Mailpit), as a container or installed, which sends nothing on and shows it in the browser, otherwise into a folder.
/// Published without a server, no mail is sent.</summary>
internal static class MailBacking
{
    private const string Name = "mail";
    private const int SmtpPort = 1025;
    private const int PagePort = 8025;

    /// <summary>Has the service send mail to people whose addresses <paramref name="people"/> knows.</summary>
    public static IResourceBuilder<ProjectResource> WithMail(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<ProjectResource> people)
    {
        var builder = service.ApplicationBuilder;
        if (builder.Configuration["Parameters:mail-host"] is { Length: > 0 })
            return service.WithMailServer().WithReference(people);
        if (builder.ExecutionContext.IsPublishMode) return service;
        service.WithReference(people);
        var program = Programs.Find("mailpit");
        var choice = BackingChoice.Make(builder, Name, program, hasEmbedded: true, "install Mailpit");
        return choice.Source switch
        {
            BackingSource.External => throw new DistributedApplicationException(
                $"ConnectionStrings:{Name} is set, but a mail server is named by Parameters:mail-host."),
            BackingSource.Container => service.WithMailCatcher(
                builder.AddMailCatcher(Name).WithVolume(DataVolume.Of(builder, Name), "/data"), choice),
            BackingSource.Installed => service.WithMailCatcher(builder.AddInstalledMailCatcher(program!), choice),
            _ => service.WithMailFolder(choice),
        };
    }

    /// <summary>Mailpit as a container; what it keeps is in <c>/data</c>.</summary>
    internal static IResourceBuilder<ContainerResource> AddMailCatcher(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddContainer(name, "axllent/mailpit", "v1.31").WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: SmtpPort, scheme: "tcp", name: "tcp")
            .WithHttpEndpoint(targetPort: PagePort, name: "http")
            .WithHttpHealthCheck("/readyz", endpointName: "http")
            .WithEnvironment("MP_DATABASE", "/data/mailpit.db")
            .ExcludeFromManifest();

    private static IResourceBuilder<ProjectResource> WithMailServer(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        var port = builder.Configuration.GetValue("Parameters:mail-port", 587);
        service
            .WithEnvironment("Mail__Host", builder.AddParameter("mail-host")
                .WithDescription("SMTP server that takes our mail."))
            .WithEnvironment("Mail__Port", builder.AddParameter(
                "mail-port", port.ToString(CultureInfo.InvariantCulture)))
            .WithEnvironment("Mail__From", builder.AddParameter("mail-from")
                .WithDescription("Sender of our mail."))
            .PublishWithEksEgress(port, "mail");
        // A server inside a network may ask for none.
        if (builder.Configuration["Parameters:mail-user"] is not { Length: > 0 }) return service;
        return service
            .WithEnvironment("Mail__User", builder.AddParameter("mail-user"))
            .WithEnvironment("Mail__Password", builder.AddParameter("mail-password", secret: true));
    }

    private static IResourceBuilder<ServerProcess> AddInstalledMailCatcher(
        this IDistributedApplicationBuilder builder, string program)
    {
        var folder = DataFolder.Of(builder, Name);
        var server = new ServerProcess(Name, program, folder);
        return builder.AddServerProcess(server, GreetsAsync)
            .KeepsDataIn(folder)
            .WithHttpEndpoint(name: "http")
            .WithArgs(context =>
            {
                context.Args.Add("--smtp");
                context.Args.Add(Listening(server.Endpoint));
                context.Args.Add("--listen");
                context.Args.Add(Listening(new EndpointReference(server, "http")));
                context.Args.Add("--database");
                context.Args.Add(Path.Combine(folder, "mailpit.db"));
            });
    }

    private static IResourceBuilder<ProjectResource> WithMailCatcher<T>(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<T> catcher, BackingChoice choice)
        where T : IResourceWithEndpoints
    {
        catcher.WithUrlForEndpoint("http", url => url.DisplayText = "Mail")
            .WithAnnotation(choice with { Reason = $"{choice.Reason}; Mailpit shows all mail and sends nothing on" })
            .WithIconName("Mail");
        return service
            .WithEnvironment("Mail__Host", catcher.GetEndpoint("tcp").Property(EndpointProperty.IPV4Host))
            .WithEnvironment("Mail__Port", catcher.GetEndpoint("tcp").Property(EndpointProperty.Port));
    }

    private static IResourceBuilder<ProjectResource> WithMailFolder(
        this IResourceBuilder<ProjectResource> service, BackingChoice choice)
    {
        var builder = service.ApplicationBuilder;
        var folder = DataFolder.Of(builder, Name);
        builder.AddResource(new MailFolder(Name))
            .WithInitialState(new CustomResourceSnapshot
            {
                ResourceType = "Folder",
                State = new(KnownResourceStates.Running, KnownResourceStateStyles.Success),
                Properties = [new("folder", folder)],
            })
            .WithAnnotation(choice with
            {
                Reason = $"{choice.Reason}; mail is written to {folder} as .eml files",
            })
            .WithIconName("Mail")
            .ExcludeFromManifest();
        return service.WithEnvironment("Mail__Folder", folder);
    }

    private static ReferenceExpression Listening(EndpointReference endpoint) =>
        ReferenceExpression.Create($"127.0.0.1:{endpoint.Property(EndpointProperty.TargetPort)}");

    private static async Task<bool> GreetsAsync(Stream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[3];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer.AsSpan().SequenceEqual("220"u8);
    }

    /// <summary>A folder of mail.</summary>
    private sealed class MailFolder(string name) : Resource(name);
}
