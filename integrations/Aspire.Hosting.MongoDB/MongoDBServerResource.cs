namespace Aspire.Hosting.ApplicationModel;

/// <summary>A MongoDB server in a container.</summary>
/// <param name="name">The name of the resource.</param>
public class MongoDBServerResource(string name) : ContainerResource(name), IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";
    private const string DefaultUserName = "admin";

    private readonly Dictionary<string, string> _databases = new(StringComparer.OrdinalIgnoreCase);
    private EndpointReference? _primaryEndpoint;

    /// <summary>Creates a server that asks for a password.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="userNameParameter">The parameter that holds the user's name, null for <c>admin</c>.</param>
    /// <param name="passwordParameter">The parameter that holds the password.</param>
    public MongoDBServerResource(
        string name, ParameterResource? userNameParameter, ParameterResource? passwordParameter)
        : this(name)
    {
        UserNameParameter = userNameParameter;
        PasswordParameter = passwordParameter;
    }

    /// <summary>Where the server listens.</summary>
    public EndpointReference PrimaryEndpoint => _primaryEndpoint ??= new(this, PrimaryEndpointName);

    /// <summary>The host of <see cref="PrimaryEndpoint"/>.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>The port of <see cref="PrimaryEndpoint"/>.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>The password, null where none is asked for.</summary>
    public ParameterResource? PasswordParameter { get; }

    /// <summary>The user's name, null for <c>admin</c>.</summary>
    public ParameterResource? UserNameParameter { get; }

    /// <summary>The user's name as an expression.</summary>
    public ReferenceExpression UserNameReference =>
        UserNameParameter is null
            ? ReferenceExpression.Create($"{DefaultUserName}")
            : ReferenceExpression.Create($"{UserNameParameter}");

    /// <summary><c>mongodb://user:password@host:port/?authSource=admin&amp;authMechanism=SCRAM-SHA-256</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => BuildUri();

    /// <summary>The same as <see cref="ConnectionStringExpression"/>.</summary>
    public ReferenceExpression UriExpression => BuildUri();

    /// <summary>The databases: name of the resource, name of the database.</summary>
    public IReadOnlyDictionary<string, string> Databases => _databases;

    internal void AddDatabase(string resourceName, string databaseName) =>
        _databases.TryAdd(resourceName, databaseName);

    internal ReferenceExpression BuildUri(string? databaseName = null)
    {
        var uri = new ReferenceExpressionBuilder();
        uri.AppendLiteral("mongodb://");
        if (PasswordParameter is not null)
        {
            if (UserNameParameter is null) uri.AppendLiteral(DefaultUserName);
            else uri.Append($"{UserNameParameter:uri}");
            uri.Append($":{PasswordParameter:uri}@");
        }

        uri.Append($"{PrimaryEndpoint.Property(EndpointProperty.HostAndPort)}");
        if (databaseName is not null || PasswordParameter is not null) uri.AppendLiteral("/");
        if (databaseName is not null) uri.AppendLiteral(Uri.EscapeDataString(databaseName));
        if (PasswordParameter is not null) uri.AppendLiteral("?authSource=admin&authMechanism=SCRAM-SHA-256");
        return uri.Build();
    }
}
