using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Erp.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Erp.Notification.Tests.Support;

/// <summary>A replica that sends mail, with a mail server and an employee-service of its own.</summary>
public sealed class MailBacking : Backing
{
    private readonly Addresses _addresses = new();

    public SmtpStub Smtp { get; } = new();

    public RunningReplica Sender { get; private set; } = null!;

    /// <summary>employee-service answers nobody.</summary>
    public bool AddressesAway
    {
        set => _addresses.Away = value;
    }

    /// <summary>Whom employee-service was asked for.</summary>
    public int Questions(long employee) => _addresses.Asked.Count(id => id == employee);

    public static string Address(long employee) => $"p{employee}@example.com";

    /// <summary>An employee who wants these by mail.</summary>
    public async Task<long> NewEmployeeAsync(params string[] types)
    {
        var id = NewEmployee();
        _addresses.Types[id] = types;
        await EmployeeChanges.PublishAsync(Kafka, $"{id}", "EmployeeChanged", new
        {
            employeeId = id, name = $"Person {id}", department = "Sales", position = "Clerk", role = "STAFF",
            active = true, changedAt = DateTimeOffset.UtcNow, version = 1, mailTypes = types.Length > 0 ? types : null,
        });
        var people = Sender.Service.Services.GetRequiredService<Erp.People.PeopleView>();
        await Eventually.TrueAsync(() => people.Find(id) is not null);
        return id;
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Sender = await StartAsync(
            [
                ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{Smtp.Port}"), ("Mail:From", "erp@example.com"),
                ("services:employee-service:http:0", "http://employee-service"), ("Kafka:MaxAttempts", "2"),
            ],
            services => services.AddHttpClient("employee-service")
                .ConfigurePrimaryHttpMessageHandler(() => _addresses));
        await EpochAsync();
        await MarksAsync();
    }

    /// <summary>Returns when Redis has a beginning for its marks.</summary>
    public Task MarksAsync() => Eventually.TrueAsync(() => RedisAsync(db => db.KeyExistsAsync("{mail}:since")));

    public override async ValueTask DisposeAsync()
    {
        await Sender.DisposeAsync();
        Smtp.Dispose();
        await base.DisposeAsync();
    }

    private sealed class Addresses : HttpMessageHandler
    {
        public ConcurrentDictionary<long, string[]> Types { get; } = new();

        public ConcurrentQueue<long> Asked { get; } = new();

        public volatile bool Away;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var id = long.Parse(request.RequestUri!.AbsolutePath.Split('/')[2]);
            Asked.Enqueue(id);
            Assert.Equal("Bearer", request.Headers.Authorization?.Scheme);
            var answer = Away
                ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)
                {
                    Content = new StringContent("""{"code":"away"}""", Encoding.UTF8, "application/problem+json"),
                }
                : new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = JsonContent.Create(
                        new { email = Address(id), name = $"Person {id}", types = Types.GetValueOrDefault(id) ?? [] }),
                };
            answer.RequestMessage = request;
            return Task.FromResult(answer);
        }
    }
}
